import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config } from '@grafana/runtime';
import { Button, useStyles2 } from '@grafana/ui';
import { StarButton } from './StarButton';
import { useStars } from './useStars';

const { editDashboard } = selectors.components.NavToolbar;

interface DashboardToolbarProps {
  uid: string;
  title: string;
  editing: boolean;
  changed: boolean;
  onEdit: () => void;
  onSave: () => void;
  onDiscard: () => void;
  onExit: () => void;
}

/** Star, "Edit", and while editing "Save dashboard", "Discard changes" and "Exit edit". */
export function DashboardToolbar(props: DashboardToolbarProps) {
  const { uid, title, editing, changed, onEdit, onSave, onDiscard, onExit } = props;
  const styles = useStyles2(getStyles);
  const [stars, setStar] = useStars();
  return (
    <div className={styles.bar} data-testid={selectors.pages.Dashboard.DashNav.navV2}>
      <StarButton title={title} starred={stars.has(uid)} onChange={(starred) => setStar(uid, starred)} />
      <div className={styles.spread} />
      {editing ? (
        <>
          {changed && (
            <Button
              size="sm"
              variant="secondary"
              fill="outline"
              data-testid={editDashboard.discardChangesButton}
              onClick={onDiscard}
            >
              Discard changes
            </Button>
          )}
          <Button size="sm" variant="secondary" data-testid={editDashboard.exitButton} onClick={onExit}>
            Exit edit
          </Button>
          <Button size="sm" data-testid={editDashboard.saveButton} onClick={onSave}>
            Save dashboard
          </Button>
        </>
      ) : (
        config.bootData.user.permissions?.['dashboards:write'] && (
          <Button size="sm" variant="secondary" data-testid={editDashboard.editButton} onClick={onEdit}>
            Edit
          </Button>
        )
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: theme.spacing(5),
    padding: theme.spacing(0.5, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  spread: css({ flexGrow: 1 }),
});
