import { PluginPage } from '@grafana/runtime';
import { Button, EmptyState, Text } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { parseInvitation } from '../../protocol/shareCode';
import { dock } from '../dock/dockStore';
import { ErrorNotice } from '../ErrorNotice';
import { mountDock } from '../mount';

/** What a session's link and QR code lead to: opens the dock with the join dialog filled in. */
export function JoinPage({ pathname }: { pathname: string }) {
  const parsed = parseInvitation(pathname);
  const [askedFor, setAskedFor] = useState(false);
  const ask = () => dock.showDialog({ kind: 'join', invitation: window.location.origin + pathname });

  useEffect(() => {
    mountDock();
    if (!askedFor && typeof parsed !== 'string') {
      setAskedFor(true);
      dock.showDialog({ kind: 'join', invitation: window.location.origin + pathname });
    }
  }, [askedFor, parsed, pathname]);

  if (typeof parsed === 'string') {
    return (
      <PluginPage pageNav={{ text: 'Join Live Session' }}>
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
    <PluginPage pageNav={{ text: 'Join Live Session' }}>
      <EmptyState
        variant="call-to-action"
        hideImage
        message={`You are invited to the live session ${parsed.code}`}
        button={
          <Button icon="signin" onClick={ask}>
            Join this session
          </Button>
        }
      >
        <Text element="p">
          Enter your name and choose a mode. The presenter’s guide then opens in Live Sessions, beside the page, and
          stays open while you move about Grafana.
        </Text>
      </EmptyState>
    </PluginPage>
  );
}
