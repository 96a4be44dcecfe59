import { css } from '@emotion/css';
import { useState } from 'react';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Icon, IconButton, Link, ScrollContainer, useStyles2 } from '@grafana/ui';
import { activeNavId, CHROME, closeOverlayMenu, megaMenu, setMenuDocked } from './chrome';
import { GrafanaLogo } from './GrafanaLogo';
import { navTree, type NavItem } from './navTree';
import { useStore } from './store';

/** The navigation menu: docked beside the page, or over it with a backdrop. */
export function MegaMenu() {
  const styles = useStyles2(getStyles);
  const state = useStore(megaMenu);
  const active = useStore(activeNavId);
  if (state === 'closed') {
    return null;
  }
  const items = navTree();
  const docked = state === 'docked';
  return (
    <>
      {!docked && <div className={styles.backdrop} role="presentation" onClick={() => megaMenu.set('closed')} />}
      <div className={styles.menu} data-testid={selectors.components.NavMenu.Menu} id="mega-menu">
        <div className={styles.header}>
          <Link
            href={locationUtil.assureBaseUrl('/')}
            className={styles.brand}
            aria-label="Home"
            onClick={closeOverlayMenu}
          >
            <GrafanaLogo size={24} />
            Grafana
          </Link>
          <IconButton
            id="dock-menu-button"
            name="web-section-alt"
            tooltip={docked ? 'Undock menu' : 'Dock menu'}
            variant="secondary"
            onClick={() => setMenuDocked(!docked)}
          />
          {!docked && (
            <IconButton
              name="times"
              tooltip="Close menu"
              variant="secondary"
              aria-controls="mega-menu"
              onClick={() => megaMenu.set('closed')}
            />
          )}
        </div>
        <nav className={styles.nav} aria-label="Main menu">
          <ScrollContainer height="100%" overflowX="hidden" showScrollIndicators>
            <ul className={styles.list} aria-label="Navigation">
              {items.map((item) => (
                <MenuItem key={item.id} item={item} level={0} active={active} />
              ))}
            </ul>
          </ScrollContainer>
        </nav>
      </div>
    </>
  );
}

const holds = (item: NavItem, id: string): boolean =>
  item.id === id || (item.children ?? []).some((child) => holds(child, id));

function MenuItem({ item, level, active }: { item: NavItem; level: number; active: string }) {
  const styles = useStyles2(getStyles);
  const storageKey = `grafana.navigation.expanded[${item.text}]`;
  const [choice, setChoice] = useState(() => ({
    at: '',
    expanded: window.localStorage.getItem(storageKey) === 'true',
  }));
  const isActive = active === item.id;
  const children = item.children ?? [];
  const holdsActive = children.some((child) => holds(child, active));
  // Coming to a page opens the section that holds it, also one that was collapsed on an earlier page.
  const expanded = choice.expanded || (holdsActive && choice.at !== active);
  const toggle = () => {
    window.localStorage.setItem(storageKey, String(!expanded));
    setChoice({ at: active, expanded: !expanded });
  };
  return (
    <li className={level === 0 ? styles.section : undefined}>
      <div className={styles.row}>
        <Link
          href={locationUtil.assureBaseUrl(item.url)}
          data-testid={selectors.components.NavMenu.item}
          className={`${styles.link} ${isActive ? styles.active : ''}`}
          aria-current={isActive ? 'page' : undefined}
          onClick={closeOverlayMenu}
        >
          {item.icon ? <Icon name={item.icon} size="lg" className={styles.icon} /> : <span className={styles.indent} />}
          <span className={styles.text}>{item.text}</span>
        </Link>
        {children.length > 0 && (
          <IconButton
            className={styles.toggle}
            data-testid={selectors.components.NavMenu.sectionToggleButton(item.text)}
            aria-label={`${expanded ? 'Collapse' : 'Expand'} section: ${item.text}`}
            aria-expanded={expanded}
            name={expanded ? 'angle-up' : 'angle-down'}
            size="md"
            variant="secondary"
            onClick={toggle}
          />
        )}
      </div>
      {expanded && children.length > 0 && (
        <ul className={styles.children}>
          {children.map((child) => (
            <MenuItem key={child.id} item={child} level={level + 1} active={active} />
          ))}
        </ul>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({
    position: 'fixed',
    top: 0,
    left: 0,
    bottom: 0,
    width: CHROME.megaMenu,
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    zIndex: theme.zIndex.sidemenu,
  }),
  backdrop: css({
    position: 'fixed',
    inset: 0,
    background: theme.components.overlay.background,
    zIndex: theme.zIndex.sidemenu,
  }),
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    flexShrink: 0,
    height: CHROME.topBar,
    padding: theme.spacing(0, 1, 0, 1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  brand: css({
    display: 'flex',
    flexGrow: 1,
    alignItems: 'center',
    gap: theme.spacing(1.5),
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  nav: css({ flexGrow: 1, minHeight: 0 }),
  list: css({ listStyle: 'none', margin: 0, padding: theme.spacing(1) }),
  section: css({ marginBottom: theme.spacing(0.25) }),
  row: css({ display: 'flex', alignItems: 'center', position: 'relative' }),
  link: css({
    display: 'flex',
    flexGrow: 1,
    alignItems: 'center',
    minWidth: 0,
    height: theme.spacing(4),
    padding: theme.spacing(0, 0.75),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    position: 'relative',
    '&:hover': { color: theme.colors.text.primary, background: theme.colors.action.hover, textDecoration: 'underline' },
  }),
  active: css({
    color: theme.colors.text.primary,
    background: theme.colors.action.selected,
    '&::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: theme.spacing(0.5),
      bottom: theme.spacing(0.5),
      width: theme.spacing(0.5),
      borderRadius: theme.shape.radius.default,
      backgroundImage: theme.colors.gradients.brandVertical,
    },
  }),
  icon: css({ marginRight: theme.spacing(1), flexShrink: 0 }),
  indent: css({ width: theme.spacing(3.25), flexShrink: 0 }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  toggle: css({ margin: theme.spacing(0, 1) }),
  children: css({ listStyle: 'none', margin: 0, padding: 0 }),
});
