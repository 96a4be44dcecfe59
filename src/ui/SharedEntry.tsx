import { Badge, Card, Stack } from '@grafana/ui';
import { SHARED_PATH } from './identity';
import { prefixed } from './prefixed';
import { useOffers } from './useOffers';

/** The way to Shared Sessions; nothing where the session server does not offer them. */
export function SharedEntry() {
  const state = useOffers();
  if (state.kind !== 'there' || !state.offers.browser) {
    return null;
  }
  return (
    <div data-testid="live-shared">
      <Card noMargin isCompact href={prefixed(SHARED_PATH)}>
        <Card.Heading>
          <Stack gap={1} alignItems="center">
            Shared Sessions
            <Badge color="blue" text="NEW" />
          </Stack>
        </Card.Heading>
        <Card.Description>A browser that everybody in the session sees and may use.</Card.Description>
      </Card>
    </div>
  );
}
