import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { SessionArea } from '../session/SessionArea';
import { GuideArea } from './GuideArea';

/** What the dock holds: the session above, the guides below it. */
export function DockBody() {
  const styles = useStyles2(getStyles);
  return (
    <ScrollContainer showScrollIndicators>
      <section aria-label="Session" className={styles.session}>
        <SessionArea />
      </section>
      <GuideArea />
    </ScrollContainer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  session: css({ padding: theme.spacing(2), borderBottom: `1px solid ${theme.colors.border.weak}` }),
});
