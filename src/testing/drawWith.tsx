import { EventBusSrv } from '@grafana/data';
import { setAppEvents } from '@grafana/runtime';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { LiveAppProvider } from '../ui/LiveApp';
import './jsdomGaps';
import './patience';
import { fakeLiveApp, type FakeLiveApp, type FakeOptions } from './fakeLiveApp';

setAppEvents(new EventBusSrv());

export interface Drawn {
  app: FakeLiveApp;
  user: ReturnType<typeof userEvent.setup>;
}

/** Draws a part of the interface with a made-up LiveApp behind it. */
export function drawWith(part: ReactNode, options: FakeOptions | FakeLiveApp = {}): Drawn {
  const app = 'calls' in options ? options : fakeLiveApp(options);
  const user = userEvent.setup();
  render(<LiveAppProvider value={app}>{part}</LiveAppProvider>);
  return { app, user };
}
