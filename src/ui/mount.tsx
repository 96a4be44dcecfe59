/** Puts the launcher and the dock on the page, in a React root of their own that outlives Grafana's navigation. */
import { ThemeContext } from '@grafana/data';
import { config, getAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { lazy, Suspense, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { dock, type DockStore } from './dock/dockStore';
import { Launcher } from './dock/Launcher';
import { useMayMount } from './useMayMount';
import { useView } from './useView';

const ROOT_ID = 'live-sessions-root';

const LazyShell = lazy(() => import('./dock/Shell'));

/** Idempotent: a page has one dock. Returns the store that opens and closes it. */
export function mountDock(): DockStore {
  if (!document.getElementById(ROOT_ID)) {
    const host = document.createElement('div');
    host.id = ROOT_ID;
    host.setAttribute('data-live-own', '');
    document.body.append(host);
    createRoot(host).render(<Mounted />);
  }
  return dock;
}

function Mounted() {
  const [theme, setTheme] = useState(config.theme2);
  useEffect(() => {
    const subscription = getAppEvents().subscribe(ThemeChangedEvent, (event) => setTheme(event.payload));
    return () => subscription.unsubscribe();
  }, []);
  const allowed = useMayMount();
  const { open, inSession } = useView(dock);

  return (
    <ThemeContext.Provider value={theme}>
      {/* Hidden rather than unmounted: a session must survive a look at a page in kiosk mode. */}
      <div hidden={!allowed}>
        <Launcher />
        {(open || inSession) && (
          <Suspense fallback={null}>
            <LazyShell />
          </Suspense>
        )}
      </div>
    </ThemeContext.Provider>
  );
}
