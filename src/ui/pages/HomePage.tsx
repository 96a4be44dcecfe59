import { PluginPage } from '@grafana/runtime';
import { Alert, Box, Button, Stack, Text, TextLink } from '@grafana/ui';
import { useEffect } from 'react';
import { AppGate } from '../AppGate';
import { dock } from '../dock/dockStore';
import { DoneHere } from '../follow/DoneHere';
import { CONFIG_PATH } from '../identity';
import { mountDock } from '../mount';
import { SharedEntry } from '../SharedEntry';
import { SESSION_ERRORS } from '../../session/SessionError';

/** What the product is, in three lines, and the two ways in; the guides stand beside it in the dock. */
export function HomePage({ configured }: { configured: boolean }) {
  useEffect(() => mountDock().open(), []);
  return (
    <PluginPage>
      <Box maxWidth={90}>
        <Stack direction="column" gap={3}>
          {!configured && (
            <Alert severity="info" title={SESSION_ERRORS['not-configured'].title} bottomSpacing={0}>
              {SESSION_ERRORS['not-configured'].remedy}{' '}
              <TextLink href={CONFIG_PATH} inline>
                Open the configuration
              </TextLink>
            </Alert>
          )}
          <Stack direction="column" gap={1}>
            <Text element="p">
              A presenter opens a guide, starts a session and hands out a code, a link or a QR code.
            </Text>
            <Text element="p">Attendees join from their own Grafana, and the guide opens there beside the page.</Text>
            <Text element="p">
              What the presenter shows is highlighted for everyone; what the presenter does is done for those who
              follow.
            </Text>
          </Stack>
          <Stack gap={1} wrap="wrap">
            <Button
              icon="presentation-play"
              data-testid="home-start"
              onClick={() => dock.showDialog({ kind: 'start' })}
            >
              Start a session
            </Button>
            <Button
              variant="secondary"
              icon="signin"
              data-testid="home-join"
              onClick={() => dock.showDialog({ kind: 'join', invitation: '' })}
            >
              Join a session
            </Button>
            <Button variant="secondary" fill="outline" icon="book-open" onClick={() => dock.open()}>
              Show the guides
            </Button>
          </Stack>
          {configured && (
            <AppGate meanwhile={() => null}>
              <SharedEntry />
              <DoneHere following={false} />
            </AppGate>
          )}
        </Stack>
      </Box>
    </PluginPage>
  );
}
