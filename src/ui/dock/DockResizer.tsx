import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useView } from '../useView';
import { dock, DOCK_WIDTH } from './dockStore';

/** The dock's left edge: drag it, or focus it and press the arrow keys. */
export function DockResizer() {
  const styles = useStyles2(getStyles);
  const { width } = useView(dock);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      dock.setWidth(window.innerWidth - event.clientX);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      dock.setWidth(width + steps * DOCK_WIDTH.step);
    }
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of Live Sessions"
      aria-valuenow={width}
      aria-valuemin={DOCK_WIDTH.min}
      aria-valuemax={DOCK_WIDTH.max}
      tabIndex={0}
      className={styles.handle}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  handle: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    left: -4,
    width: 8,
    cursor: 'col-resize',
    touchAction: 'none',
    '&::after': {
      content: '""',
      position: 'absolute',
      top: 0,
      bottom: 0,
      left: 3,
      width: 2,
      background: 'transparent',
    },
    '&:hover::after, &:focus-visible::after': { background: theme.colors.primary.main },
    '&:focus-visible': { outline: 'none' },
    [theme.breakpoints.down('md')]: { display: 'none' },
  }),
});
