import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { parseSettings } from '../config/settings';
import { GALLERY_PATH, joinPart, SHARED_PATH } from '../identity';
import { HomePage } from './HomePage';
import { JoinPage } from './JoinPage';
import { usePathname } from '../usePathname';
import { OffPage } from './OffPage';
import { SharedPage } from './SharedPage';

const LazyGallery = lazy(() => import('../gallery/Gallery'));

/** The app's pages: home, join links, and for those who work on the plugin the gallery. */
export default function AppRoot({ meta }: Pick<AppRootProps, 'meta'>) {
  const pathname = usePathname();
  const settings = parseSettings(meta.jsonData);
  const invitation = joinPart(pathname);

  if (!settings.liveSessions) {
    return <OffPage />;
  }
  if (invitation !== null) {
    return <JoinPage key={pathname} pathname={pathname} />;
  }
  if (pathname.replace(/\/$/, '') === SHARED_PATH) {
    return <SharedPage />;
  }
  if (settings.debug && pathname.replace(/\/$/, '') === GALLERY_PATH) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="Loading the gallery..." />}>
        <LazyGallery />
      </Suspense>
    );
  }
  return <HomePage configured={settings.serverUrl !== ''} />;
}
