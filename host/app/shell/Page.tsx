import { css } from '@emotion/css';
import { useEffect, type ReactNode } from 'react';
import { PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { activeNavId, breadcrumbs, CHROME, type Crumb } from './chrome';
import { navPath } from './navTree';

interface PageProps {
  /** The menu's item that the page belongs to. */
  navId: string;
  /** Set when the page is below that item: its own crumbs, outermost first. */
  below?: readonly Crumb[];
  title?: ReactNode;
  subTitle?: ReactNode;
  actions?: ReactNode;
  layout?: PageLayoutType;
  children: ReactNode;
}

const HOME: Crumb = { text: 'Home', href: '/' };

function useTrail(navId: string, below: readonly Crumb[]): Crumb[] {
  const fromMenu = navPath(navId)
    .filter((item) => item.id !== 'home')
    .map((item): Crumb => ({ text: item.text, href: item.url }));
  const trail = [HOME, ...fromMenu, ...below];
  const key = JSON.stringify(trail);
  useEffect(() => {
    const crumbs: Crumb[] = JSON.parse(key);
    breadcrumbs.set(crumbs);
    activeNavId.set(navId);
    document.title = [
      ...crumbs
        .slice(1)
        .map((crumb) => crumb.text)
        .reverse(),
      'Grafana',
    ].join(' - ');
  }, [key, navId]);
  return trail;
}

/** A page of Grafana: breadcrumbs, window title, heading and content. */
export function Page({ navId, below = [], title, subTitle, actions, layout, children }: PageProps) {
  const styles = useStyles2(getStyles);
  const trail = useTrail(navId, below);
  if (layout === PageLayoutType.Custom || layout === PageLayoutType.Canvas) {
    return <div className={layout === PageLayoutType.Canvas ? styles.canvas : styles.custom}>{children}</div>;
  }
  const described = subTitle ?? (below.length === 0 ? navPath(navId).at(-1)?.subTitle : undefined);
  return (
    <div className={styles.page}>
      <div className={styles.header}>
        <div className={styles.titles}>
          {title === undefined || typeof title === 'string' ? (
            <h1 className={styles.title}>{title ?? trail.at(-1)?.text}</h1>
          ) : (
            title
          )}
          {described && <div className={styles.subTitle}>{described}</div>}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    minHeight: `calc(100vh - ${CHROME.topBar}px)`,
    padding: theme.spacing(4),
    background: theme.colors.background.primary,
  }),
  canvas: css({
    minHeight: `calc(100vh - ${CHROME.topBar}px)`,
    padding: theme.spacing(2),
    background: theme.colors.background.canvas,
  }),
  custom: css({ minHeight: `calc(100vh - ${CHROME.topBar}px)`, background: theme.colors.background.primary }),
  header: css({
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(3),
  }),
  titles: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  title: css({ margin: 0 }),
  subTitle: css({ color: theme.colors.text.secondary }),
});
