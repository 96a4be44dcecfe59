import { PluginContextProvider } from '@grafana/data';
import { Button, LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useState, type ReactNode } from 'react';
import { SessionError } from '../session/SessionError';
import { ErrorNotice } from './ErrorNotice';
import { LiveAppProvider } from './LiveApp';
import { loadApp, type LoadedApp } from './loadApp';

type GateState = { kind: 'loading' } | { kind: 'ready'; loaded: LoadedApp } | { kind: 'failed'; error: SessionError };

export interface AppGateProps {
  children: ReactNode;
  /** Where the spinner or what went wrong is put until then. */
  meanwhile?: (notice: ReactNode) => ReactNode;
  load?: () => Promise<LoadedApp>;
}

/** Shows its children once the session machinery is there; before that a spinner, or what went wrong. */
export function AppGate({ children, meanwhile = (notice) => notice, load = loadApp }: AppGateProps) {
  const [state, setState] = useState<GateState>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let wanted = true;
    load().then(
      (loaded) => wanted && setState({ kind: 'ready', loaded }),
      (error: unknown) => wanted && setState({ kind: 'failed', error: SessionError.from(error) })
    );
    return () => {
      wanted = false;
    };
  }, [load, attempt]);

  if (state.kind === 'ready') {
    return (
      <PluginContextProvider meta={state.loaded.meta}>
        <LiveAppProvider value={state.loaded.app}>{children}</LiveAppProvider>
      </PluginContextProvider>
    );
  }
  if (state.kind === 'loading') {
    return meanwhile(<LoadingPlaceholder text="Loading Live Sessions..." />);
  }
  const tryAgain = () => {
    setState({ kind: 'loading' });
    setAttempt(attempt + 1);
  };
  return meanwhile(
    <ErrorNotice
      reason={state.error.reason}
      action={
        <Button size="sm" variant="secondary" onClick={tryAgain}>
          Try again
        </Button>
      }
    />
  );
}
