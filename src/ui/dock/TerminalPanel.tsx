import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import type { SessionView } from '../../session/view';
import { useLiveApp, useSessionView } from '../LiveApp';

const TerminalView = lazy(() => import('../../terminal/TerminalView'));

/** The shell that this page's session shares now; null where there is none to be seen. */
export function shellOf(view: SessionView): string | null {
  if (view.role === 'presenting') {
    return view.terminal.state === 'on' ? view.terminal.shell : null;
  }
  return view.role === 'attending' ? (view.terminal?.shell ?? null) : null;
}

/** The session's terminal; what draws it is brought in when it is first looked at. */
export function TerminalPanel({ isNew }: { isNew: boolean }) {
  const { session, serverUrl, terminalEntry } = useLiveApp();
  const view = useSessionView();
  const seen = view.role === 'attending' ? view.terminal : null;
  const presents = view.role === 'presenting';
  return (
    <Suspense fallback={<LoadingPlaceholder text="Loading the terminal..." />}>
      <TerminalView
        key={shellOf(view)}
        serverUrl={serverUrl}
        entry={terminalEntry}
        presents={presents}
        autoFocus={presents && isNew}
        presenterName={view.role === 'attending' ? view.presenterName : ''}
        viewKey={seen?.key ?? null}
        typingKey={seen?.typing ?? null}
        onRestart={presents ? () => void session.shareTerminal().catch(() => undefined) : undefined}
      />
    </Suspense>
  );
}
