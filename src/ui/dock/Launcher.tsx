import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import { useView } from '../useView';
import { dock } from './dockStore';

/** The small button at the page's edge; not drawn while the dock is open, which has its own close button. */
export function Launcher() {
  const styles = useStyles2(getStyles);
  const { open, inSession, takesFocus } = useView(dock);
  if (open) {
    return null;
  }
  const label = inSession ? 'Open Live Sessions (a session is on)' : 'Open Live Sessions';
  return (
    <Tooltip content={label} placement="left">
      <button
        type="button"
        data-testid="live-launcher"
        aria-label={label}
        aria-expanded={false}
        autoFocus={takesFocus}
        className={styles.launcher}
        onClick={() => dock.open(true)}
      >
        <Icon name="users-alt" size="lg" />
        {inSession && <span className={styles.dot} />}
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  launcher: css({
    position: 'fixed',
    right: 0,
    bottom: theme.spacing(10),
    zIndex: theme.zIndex.sidemenu,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: theme.spacing(5),
    height: theme.spacing(5),
    padding: 0,
    color: theme.colors.text.primary,
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRight: 'none',
    borderRadius: `${theme.shape.radius.default} 0 0 ${theme.shape.radius.default}`,
    boxShadow: theme.shadows.z2,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.elevated, 0.05) },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  dot: css({
    position: 'absolute',
    top: theme.spacing(0.75),
    right: theme.spacing(0.75),
    width: 8,
    height: 8,
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.success.main,
  }),
});
