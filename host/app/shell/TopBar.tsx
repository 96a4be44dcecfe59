import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Icon, Link, LinkButton, useStyles2 } from '@grafana/ui';
import { breadcrumbs, CHROME, megaMenu, type Crumb } from './chrome';
import { openCommandPalette } from './commandPaletteState';
import { GrafanaLogo } from './GrafanaLogo';
import { ProfileMenu } from './ProfileMenu';
import { useStore } from './store';

/** Grafana's one top bar: menu button, breadcrumbs, search and the user's menu. */
export function TopBar() {
  const styles = useStyles2(getStyles);
  const menu = useStore(megaMenu);
  const crumbs = useStore(breadcrumbs);
  return (
    <header className={cx(styles.header, menu === 'docked' && styles.besideMenu)}>
      <div className={styles.bar} data-testid={selectors.components.NavToolbar.container}>
        {menu !== 'docked' && (
          <button
            id="mega-menu-toggle"
            className={styles.menuButton}
            aria-label="Open menu"
            aria-expanded={menu === 'overlay'}
            onClick={() => megaMenu.set('overlay')}
          >
            <GrafanaLogo size={22} />
          </button>
        )}
        <Breadcrumbs crumbs={crumbs} />
        <div className={styles.right}>
          <button
            className={styles.search}
            data-testid={selectors.components.NavToolbar.commandPaletteTrigger}
            aria-label="Search or jump to..."
            onClick={openCommandPalette}
          >
            <Icon name="search" />
            <span className={styles.searchText}>Search...</span>
            <kbd className={styles.keys}>ctrl+k</kbd>
          </button>
          <LinkButton
            href="https://grafana.com/docs/grafana/latest/"
            target="_blank"
            rel="noopener noreferrer"
            icon="question-circle"
            fill="text"
            variant="secondary"
            aria-label="Help"
            tooltip="Documentation"
          />
          <ProfileMenu />
        </div>
      </div>
    </header>
  );
}

function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const styles = useStyles2(getStyles);
  return (
    <nav aria-label="Breadcrumbs" className={styles.crumbsNav}>
      <ol className={styles.crumbs}>
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          const testId = selectors.components.Breadcrumbs.breadcrumb(crumb.text);
          return (
            <li key={`${crumb.href} ${crumb.text}`} className={styles.crumb}>
              {last ? (
                <span data-testid={testId} aria-current="page" className={styles.here}>
                  {crumb.text}
                </span>
              ) : (
                <>
                  <Link href={locationUtil.assureBaseUrl(crumb.href)} data-testid={testId} className={styles.crumbLink}>
                    {crumb.text}
                  </Link>
                  <Icon name="angle-right" aria-hidden className={styles.separator} />
                </>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    position: 'fixed',
    top: 0,
    left: 0,
    right: 0,
    height: CHROME.topBar,
    padding: theme.spacing(0, 1),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    zIndex: theme.zIndex.navbarFixed,
  }),
  bar: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: '100%' }),
  besideMenu: css({ left: CHROME.megaMenu, paddingLeft: theme.spacing(2) }),
  menuButton: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: theme.spacing(4),
    height: theme.spacing(4),
    border: 0,
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    '&:hover': { background: theme.colors.action.hover },
  }),
  crumbsNav: css({ flexGrow: 1, minWidth: 0 }),
  crumbs: css({ display: 'flex', listStyle: 'none', margin: 0, padding: 0, whiteSpace: 'nowrap', overflow: 'hidden' }),
  crumb: css({ display: 'flex', alignItems: 'center' }),
  crumbLink: css({
    padding: theme.spacing(0, 0.5),
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary, textDecoration: 'underline' },
  }),
  separator: css({ color: theme.colors.text.secondary }),
  here: css({ padding: theme.spacing(0, 0.5), color: theme.colors.text.primary }),
  right: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), flexShrink: 0 }),
  search: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: 216,
    height: 28,
    padding: theme.spacing(0, 1),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    background: theme.components.input.background,
    color: theme.colors.text.secondary,
    '&:hover': { borderColor: theme.components.input.borderHover },
  }),
  searchText: css({ flexGrow: 1, textAlign: 'left' }),
  keys: css({
    border: 0,
    background: 'transparent',
    boxShadow: 'none',
    padding: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontFamily: theme.typography.fontFamily,
  }),
});
