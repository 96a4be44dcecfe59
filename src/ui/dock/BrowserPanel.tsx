import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import type { SessionView } from '../../session/view';
import { useLiveApp, useSessionView } from '../LiveApp';

const BrowserView = lazy(() => import('../../browser/BrowserView'));

/** The browser that this page's session shares now; null where there is none to be seen. */
export function browserOf(view: SessionView): string | null {
  if (view.role === 'presenting') {
    return view.browser.state === 'on' ? view.browser.browser : null;
  }
  return view.role === 'attending' ? (view.browser?.browser ?? null) : null;
}

/** The session's browser; what draws it is brought in when it is first looked at. */
export function BrowserPanel() {
  const { session, serverUrl, browserEntry } = useLiveApp();
  const view = useSessionView();
  const browser = browserOf(view);
  const seen = view.role === 'attending' ? view.browser : null;
  return (
    browser !== null && (
      <Suspense fallback={<LoadingPlaceholder text="Loading the shared browser..." />}>
        <BrowserView
          key={browser}
          serverUrl={serverUrl}
          browser={browser}
          entry={browserEntry}
          viewKey={seen?.key ?? null}
          drivingKey={seen?.driving ?? null}
          onRestart={view.role === 'presenting' ? () => void session.shareBrowser().catch(() => undefined) : undefined}
        />
      </Suspense>
    )
  );
}
