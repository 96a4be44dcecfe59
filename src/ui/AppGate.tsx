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
  /** Shown nothing rather than a spinner or an error: for parts that only appear with a session. */
  quiet?: boolean;
  load?: () => Promise<LoadedApp>;
}

/** Shows its children once the session machinery is there; before that a spinner, or what went wrong. */
export function AppGate({ children, quiet = false, load = loadApp }: AppGateProps) {
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
  if (quiet) {
    return null;
  }
  if (state.kind === 'loading') {
    return <LoadingPlaceholder text="Loading Live Sessions..." />;
  }
  return (
    <ErrorNotice
      reason={state.error.reason}
      action={
        <Button size="sm" variant="secondary" onClick={() => (setState({ kind: 'loading' }), setAttempt(attempt + 1))}>
          Try again
        </Button>
      }
    />
  );
}
