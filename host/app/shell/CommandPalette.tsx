import { css, cx } from '@emotion/css';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { PluginExtensionPoints, type GrafanaTheme2, type IconName } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { locationService } from '@grafana/runtime';
import { Icon, Portal, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { extensions, linksAt, type Extensions } from '../plugins/registry';
import { closeCommandPalette, commandPaletteOpen, openCommandPalette } from './commandPaletteState';
import { navTree, type NavItem } from './navTree';
import { useStore } from './store';
import { changeTheme } from './theme';

interface Command {
  id: string;
  section: string;
  text: string;
  detail?: string;
  icon: IconName;
  run: () => void;
}

const goTo = (path: string) => () => locationService.push(path);

function pageCommands(items: readonly NavItem[], icon: IconName = 'file-blank'): Command[] {
  return items.flatMap((item) => [
    {
      id: `page ${item.id}`,
      section: 'Pages',
      text: item.text,
      detail: item.subTitle,
      icon: item.icon ?? icon,
      run: goTo(item.url),
    },
    ...pageCommands(item.children ?? [], item.icon ?? icon),
  ]);
}

function allCommands(added: Extensions): Command[] {
  const fromPlugins = linksAt(added, PluginExtensionPoints.CommandPalette).map((link) => ({
    id: `link ${link.id}`,
    section: link.category ?? 'Extensions',
    text: link.title,
    detail: link.description,
    icon: link.icon ?? 'plug',
    run: () => (link.onClick ? link.onClick() : link.path !== undefined && locationService.push(link.path)),
  }));
  const dashboards = DASHBOARDS.map((dashboard): Command => ({
    id: `dashboard ${dashboard.uid}`,
    section: 'Dashboards',
    text: dashboard.title,
    detail: dashboard.folderTitle,
    icon: 'apps',
    run: goTo(dashboardPath(dashboard)),
  }));
  const themes = (['dark', 'light'] as const).map((name): Command => ({
    id: `theme ${name}`,
    section: 'Preferences',
    text: `Change theme to ${name}`,
    icon: 'palette',
    run: () => changeTheme(name),
  }));
  return [...fromPlugins, ...pageCommands(navTree()), ...dashboards, ...themes];
}

/** Opens the palette on Ctrl+K or Cmd+K wherever the focus is; returns its undo. */
function onShortcut(): () => void {
  const listener = (event: globalThis.KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openCommandPalette();
    }
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}

/** The command palette: pages, dashboards, themes and what plugins add. */
export function CommandPalette() {
  const open = useStore(commandPaletteOpen);
  useEffect(onShortcut, []);
  return open ? (
    <Portal>
      <Palette />
    </Portal>
  ) : null;
}

function Palette() {
  const styles = useStyles2(getStyles);
  const added = useStore(extensions);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return allCommands(added).filter((command) => {
      const text = `${command.text} ${command.section}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [added, query]);
  const current = Math.min(chosen, found.length - 1);
  const run = (command: Command | undefined) => {
    if (command) {
      closeCommandPalette();
      command.run();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      closeCommandPalette();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : found.length - 1;
      setChosen(found.length === 0 ? 0 : (current + step) % found.length);
    } else if (event.key === 'Enter') {
      run(found[current]);
    }
  };
  return (
    <div className={styles.backdrop} role="presentation" onMouseDown={closeCommandPalette}>
      <div
        className={styles.box}
        role="dialog"
        aria-modal
        aria-label="Command palette"
        onMouseDown={(event) => event.stopPropagation()}
      >
        <div className={styles.inputRow}>
          <Icon name="search" size="md" />
          <input
            autoFocus
            className={styles.input}
            data-testid={selectors.components.CommandPalette.searchInput}
            placeholder="Search or jump to..."
            role="combobox"
            aria-expanded
            aria-controls="command-palette-results"
            aria-activedescendant={found[current] && `command ${current}`}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div className={styles.results} id="command-palette-results" role="listbox" aria-label="Results">
          {found.length === 0 && <div className={styles.section}>No results found</div>}
          {found.map((command, index) => (
            <div key={command.id}>
              {command.section !== found[index - 1]?.section && <div className={styles.section}>{command.section}</div>}
              <div
                id={`command ${index}`}
                role="option"
                aria-selected={index === current}
                className={cx(styles.row, index === current && styles.current)}
                onMouseMove={() => setChosen(index)}
                onClick={() => run(command)}
              >
                <Icon name={command.icon} />
                <span>{command.text}</span>
                <span className={styles.detail}>{command.detail}</span>
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  backdrop: css({
    position: 'fixed',
    inset: 0,
    padding: theme.spacing(8),
    background: theme.components.overlay.background,
    zIndex: theme.zIndex.modal,
  }),
  box: css({
    maxWidth: 720,
    margin: '0 auto',
    overflow: 'hidden',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
  }),
  inputRow: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  input: css({
    flexGrow: 1,
    height: theme.spacing(4),
    border: 0,
    outline: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontSize: theme.typography.fontSize,
  }),
  results: css({ maxHeight: '60vh', overflowY: 'auto', paddingBottom: theme.spacing(1) }),
  section: css({
    padding: theme.spacing(1.5, 2, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 2),
    cursor: 'pointer',
  }),
  current: css({ background: theme.colors.action.hover }),
  detail: css({
    flex: 1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
