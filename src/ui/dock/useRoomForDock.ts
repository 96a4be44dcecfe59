/** Keeps Grafana's page beside the dock: what a step points at must not lie under it. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useLayoutEffect } from 'react';
import { NARROW_DOCK } from './room';

/** Height of the dock in a narrow window, where it is a sheet at the foot. */
export const SHEET_HEIGHT = '60vh';
const WIDTH = '--live-dock-width';

/** @param pixels the dock's width; null while it is hidden */
export function useRoomForDock(pixels: number | null): void {
  const styles = useStyles2(getStyles);
  useLayoutEffect(() => {
    if (pixels === null) {
      return;
    }
    const { body, documentElement } = document;
    documentElement.classList.add(styles.root);
    body.classList.add(styles.body);
    body.style.setProperty(WIDTH, `${pixels}px`);
    return () => {
      documentElement.classList.remove(styles.root);
      body.classList.remove(styles.body);
      body.style.removeProperty(WIDTH);
    };
  }, [pixels, styles]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Grafana scrolls the page itself, so that scrollIntoView heeds this.
  root: css({ [theme.breakpoints.down('md')]: { scrollPaddingBottom: SHEET_HEIGHT } }),
  // Grafana's own sheet forbids the body padding at the right.
  body: css({
    width: `calc(100% - var(${WIDTH}))`,
    [theme.breakpoints.down('xl')]: { width: `calc(100% - min(var(${WIDTH}), ${NARROW_DOCK}))` },
    [theme.breakpoints.down('md')]: { width: '100%', paddingBottom: SHEET_HEIGHT },
  }),
});
