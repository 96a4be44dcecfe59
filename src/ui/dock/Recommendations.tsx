import { Alert, Button, Card, EmptyState, LoadingPlaceholder, Stack } from '@grafana/ui';
import { useEffect, useState } from 'react';
import type { CatalogueEntry } from '../../guide/catalogue';
import { useLiveApp } from '../LiveApp';
import { SharedEntry } from '../SharedEntry';
import { OpenGuide } from './OpenGuide';

type Listing = { kind: 'loading' } | { kind: 'there'; guides: readonly CatalogueEntry[] } | { kind: 'failed' };

/** The guides that can be opened here. */
export function Recommendations({ onOpen }: { onOpen?: () => void }) {
  const { guides, listGuides } = useLiveApp();
  const [listing, setListing] = useState<Listing>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let wanted = true;
    listGuides().then(
      (found) => wanted && setListing({ kind: 'there', guides: found }),
      () => wanted && setListing({ kind: 'failed' })
    );
    return () => {
      wanted = false;
    };
  }, [listGuides, attempt]);

  if (listing.kind === 'loading') {
    return <LoadingPlaceholder text="Loading guides..." />;
  }
  if (listing.kind === 'failed') {
    return (
      <Alert severity="error" title="The list of guides could not be loaded" bottomSpacing={0}>
        <Button size="sm" variant="secondary" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </Button>
      </Alert>
    );
  }
  if (listing.guides.length === 0) {
    return (
      <Stack direction="column" gap={1}>
        <EmptyState variant="not-found" message="No guides here" hideImage role="status" />
        <OpenGuide onOpen={onOpen} />
      </Stack>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <OpenGuide onOpen={onOpen} />
      {listing.guides.map(({ id, title, description }) => (
        <div key={id} data-testid="guide-open" data-guide-id={id}>
          <Card
            noMargin
            isCompact
            onClick={() => {
              onOpen?.();
              void guides.open(id, title);
            }}
          >
            <Card.Heading>{title}</Card.Heading>
            {description && <Card.Description>{description}</Card.Description>}
          </Card>
        </div>
      ))}
      <SharedEntry />
    </Stack>
  );
}
