import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { LITTLE_ROOM } from '../dock/room';

/**
 * The part of the session's area that gives way where there is little room; what stands above it stays in view. A shadow
 * at its edge says that there is more, also where the browser hides scrollbars.
 */
export function ScrollingPart({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const above = useIsCut(top, scroller);
  const below = useIsCut(foot, scroller);
  return (
    <div className={styles.frame} data-cut={[above && 'above', below && 'below'].filter(Boolean).join(' ')}>
      <div ref={scroller} role="group" aria-label={label} tabIndex={0} className={styles.part}>
        <div ref={top} className={styles.edge} />
        {children}
        <div ref={foot} className={styles.edge} />
      </div>
      {above && <div aria-hidden className={cx(styles.shadow, styles.above)} />}
      {below && <div aria-hidden className={cx(styles.shadow, styles.below)} />}
    </div>
  );
}

/** Whether an edge lies outside of what is seen of the scroller. */
function useIsCut(edge: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): boolean {
  const [cut, setCut] = useState(false);
  useEffect(() => {
    if (!edge.current) {
      return;
    }
    const watch = new IntersectionObserver((entries) => setCut(entries.at(-1)?.isIntersecting === false), {
      root: scroller.current,
      // An edge has no height, and what lies on the frame's own edge is not cut.
      rootMargin: '2px',
    });
    watch.observe(edge.current);
    return () => watch.disconnect();
  }, [edge, scroller]);
  return cut;
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    flex: '0 1 auto',
    // A row of buttons: less cannot be used.
    minHeight: 40,
  }),
  part: css({
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    '& > *': { flexShrink: 0 },
    '& > * + *': { marginTop: theme.spacing(1) },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    [LITTLE_ROOM]: { overflowY: 'visible' },
  }),
  edge: css({ '&&': { height: 0, marginTop: 0 } }),
  shadow: css({
    position: 'absolute',
    left: 0,
    right: 0,
    height: theme.spacing(2),
    pointerEvents: 'none',
    [LITTLE_ROOM]: { display: 'none' },
  }),
  above: css({ top: 0, background: `linear-gradient(${shade(theme)}, transparent)` }),
  below: css({ bottom: 0, background: `linear-gradient(transparent, ${shade(theme)})` }),
});

const shade = (theme: GrafanaTheme2) => (theme.isDark ? 'rgba(0, 0, 0, 0.6)' : 'rgba(0, 0, 0, 0.18)');
