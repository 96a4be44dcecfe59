import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { RECOMMENDATIONS } from '../../guide/GuideTabs';
import { useLiveApp } from '../LiveApp';
import { SessionArea } from '../session/SessionArea';
import { useView } from '../useView';
import { GuideArea } from './GuideArea';
import { LITTLE_ROOM } from './room';

/** What the dock holds: the session above, the guides below it. Each scrolls by itself, so that neither hides the other. */
export function DockBody() {
  const styles = useStyles2(getStyles);
  const { guides } = useLiveApp();
  const guideOpen = useView(guides).active !== RECOMMENDATIONS;
  return (
    <div className={styles.body}>
      <section aria-label="Session" className={cx(styles.session, guideOpen ? styles.besideGuide : styles.alone)}>
        <SessionArea />
      </section>
      <GuideArea />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({
    display: 'flex',
    flexDirection: 'column',
    flex: 1,
    height: '100%',
    minHeight: 0,
    [LITTLE_ROOM]: { overflowY: 'auto' },
  }),
  session: css({
    display: 'flex',
    flexDirection: 'column',
    // What has no scrolling part of its own, such as the list that is left of a session, scrolls as a whole.
    overflowY: 'auto',
    padding: theme.spacing(1, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    [LITTLE_ROOM]: { maxHeight: 'none', overflowY: 'visible' },
  }),
  // So much that three attendees are in sight below the code, so little that a step of the guide is.
  besideGuide: css({ flexShrink: 0, maxHeight: '57%', [LITTLE_ROOM]: { maxHeight: 'none' } }),
  alone: css({ flexShrink: 0, maxHeight: '70%', [LITTLE_ROOM]: { maxHeight: 'none' } }),
});
