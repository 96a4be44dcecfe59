import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, IconButton, Text, useStyles2 } from '@grafana/ui';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { PLUGIN_TITLE } from '../identity';
import { useMayMount } from '../useMayMount';
import { useView } from '../useView';
import { DockResizer } from './DockResizer';
import { dock } from './dockStore';
import { NARROW_DOCK } from './room';
import { SHEET_HEIGHT, useRoomForDock } from './useRoomForDock';

/** Height of Grafana's top bar in CSS pixels; the dock stands below it, as Grafana's own sidebar does. */
const TOP_BAR = 40;

export function Dock({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const { width, place } = useView(dock);
  const floats = place === 'floating';
  const frame = useRef<HTMLElement>(null);
  const titleId = useId();
  useRoomForDock(useMayMount() && !floats ? width : null);

  useEffect(() => {
    if (dock.view().takesFocus) {
      frame.current?.focus();
    }
  }, []);

  return (
    <aside
      ref={frame}
      tabIndex={-1}
      data-testid="live-dock"
      aria-labelledby={titleId}
      data-place={place}
      className={cx(styles.dock, floats && styles.floating)}
      style={{ width }}
    >
      {!floats && <DockResizer />}
      <header className={styles.header}>
        <Icon name="users-alt" />
        <Text element="h2" variant="h5" id={titleId}>
          {PLUGIN_TITLE}
        </Text>
        <div className={styles.headerEnd}>
          <IconButton
            name={floats ? 'web-section-alt' : 'window'}
            size="lg"
            tooltip={floats ? 'Move to the side' : 'Move to a window'}
            onClick={() => dock.moveTo(floats ? 'sidebar' : 'floating')}
          />
          <IconButton name="times" size="lg" aria-label="Close Live Sessions" onClick={() => dock.close()} />
        </div>
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  dock: css({
    position: 'fixed',
    top: TOP_BAR,
    right: 0,
    bottom: 0,
    zIndex: theme.zIndex.sidemenu,
    display: 'flex',
    flexDirection: 'column',
    maxWidth: '100vw',
    background: theme.colors.background.primary,
    borderLeft: `1px solid ${theme.colors.border.weak}`,
    boxShadow: theme.shadows.z2,
    '&:focus': { outline: 'none' },
    [theme.breakpoints.down('xl')]: { maxWidth: NARROW_DOCK },
    // In a narrow window a sheet at the foot leaves the page above it in sight.
    [theme.breakpoints.down('md')]: {
      top: 'auto',
      left: 0,
      height: SHEET_HEIGHT,
      width: '100vw !important',
      maxWidth: '100vw',
      borderLeft: 'none',
      borderTop: `1px solid ${theme.colors.border.weak}`,
    },
  }),
  floating: css({
    [theme.breakpoints.up('md')]: {
      top: 'auto',
      right: theme.spacing(3),
      bottom: theme.spacing(3),
      height: `min(640px, calc(100vh - ${TOP_BAR}px - ${theme.spacing(6)}))`,
      border: `1px solid ${theme.colors.border.medium}`,
      borderRadius: theme.shape.radius.default,
      boxShadow: theme.shadows.z3,
      overflow: 'hidden',
    },
  }),
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    flexShrink: 0,
    minHeight: theme.spacing(5),
    padding: theme.spacing(0, 1, 0, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  headerEnd: css({ marginLeft: 'auto', display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  body: css({ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }),
});
