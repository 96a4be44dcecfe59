import { config, PluginPage } from '@grafana/runtime';
import { Box, Button, EmptyState, Text } from '@grafana/ui';
import { useEffect } from 'react';
import { parseInvitation } from '../../protocol/shareCode';
import { dock } from '../dock/dockStore';
import { ErrorNotice } from '../ErrorNotice';
import { mountDock } from '../mount';
import { useView } from '../useView';

const TITLE = 'Join Live Session';

/** What a session's link and QR code lead to: opens the dock with the join dialog filled in. */
export function JoinPage({ pathname }: { pathname: string }) {
  const { inSession, asks } = useView(dock);
  const parsed = parseInvitation(pathname);
  const readable = typeof parsed !== 'string';
  // A link without a fingerprint says no more than its code, which is easier to compare with the projector's.
  const invitation =
    readable && parsed.fingerprint === null ? parsed.code : window.location.origin + config.appSubUrl + pathname;

  useEffect(() => {
    mountDock();
    if (readable && !dock.view().inSession) {
      dock.showDialog({ kind: 'join', invitation });
    } else {
      dock.open();
    }
  }, [readable, invitation]);

  if (!readable) {
    return (
      <PluginPage pageNav={{ text: TITLE }}>
        <ErrorNotice
          reason={parsed}
          action={
            <Button size="sm" variant="secondary" onClick={() => dock.showDialog({ kind: 'join', invitation: '' })}>
              Enter a code
            </Button>
          }
        />
      </PluginPage>
    );
  }
  return (
    <PluginPage pageNav={{ text: TITLE }}>
      {/* Narrow, so that the dock does not cover it in usual windows. */}
      <Box maxWidth={80}>
        {inSession ? (
          <EmptyState
            variant="completed"
            hideImage
            message={asks ? 'You are waiting to be let in' : 'You are in a session now'}
          >
            <Text element="p">
              {asks
                ? 'Live Sessions, beside the page, says when the presenter has decided.'
                : 'It stands in Live Sessions, beside the page. Leave or end it before you join another.'}
            </Text>
          </EmptyState>
        ) : (
          <EmptyState
            variant="call-to-action"
            hideImage
            message={`You are invited to the live session ${parsed.code}`}
            button={
              <Button icon="signin" onClick={() => dock.showDialog({ kind: 'join', invitation })}>
                Join this session
              </Button>
            }
          >
            <Text element="p">
              Enter your name and choose a mode. The presenter’s guide then opens in Live Sessions, beside the page, and
              stays open while you move about Grafana.
            </Text>
          </EmptyState>
        )}
      </Box>
    </PluginPage>
  );
}
