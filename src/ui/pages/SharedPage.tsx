import { PluginPage } from '@grafana/runtime';
import { Badge, Box, EmptyState, LinkButton, LoadingPlaceholder, Stack, Text, TextLink } from '@grafana/ui';
import { AppGate } from '../AppGate';
import { ErrorNotice } from '../ErrorNotice';
import { HOME_PATH } from '../identity';
import { useLiveApp } from '../LiveApp';
import { useOffers } from '../useOffers';

/** Shared Sessions: the way to the session server's shared browser, or plainly that it offers none. */
export function SharedPage() {
  return (
    <PluginPage
      pageNav={{ text: 'Shared Sessions' }}
      renderTitle={(title) => (
        <Stack gap={1} alignItems="center">
          <h1>{title}</h1>
          <Badge color="blue" text="NEW" />
        </Stack>
      )}
    >
      <Box maxWidth={80}>
        <AppGate>
          <Shared />
        </AppGate>
      </Box>
    </PluginPage>
  );
}

/** What the page holds once the plugin is there. */
export function Shared() {
  const { serverUrl } = useLiveApp();
  const state = useOffers();
  switch (state.kind) {
    case 'asking':
      return <LoadingPlaceholder text="Asking the session server..." />;
    case 'failed':
      return <ErrorNotice reason={state.reason} />;
    case 'there':
      return state.offers.browser ? (
        <EmptyState
          variant="call-to-action"
          hideImage
          message="One browser for everybody in the room"
          button={
            <LinkButton
              href={`${serverUrl}/shared-session`}
              target="_blank"
              rel="noopener noreferrer"
              icon="external-link-alt"
              data-testid="live-shared-open"
            >
              Open Shared Sessions
            </LinkButton>
          }
        >
          <Text element="p">It runs at the session server and opens in a tab of its own.</Text>
        </EmptyState>
      ) : (
        <div data-testid="live-shared-missing">
          <EmptyState variant="not-found" hideImage message="This session server does not offer Shared Sessions">
            <Text element="p">
              Live sessions and guides work without. Whoever runs the session server can see in its documentation
              whether its version has a shared browser, and switch it on there.
            </Text>
            <TextLink href={HOME_PATH} inline={false}>
              Go to Live Sessions
            </TextLink>
          </EmptyState>
        </div>
      );
  }
}
