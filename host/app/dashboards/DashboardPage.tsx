import { css } from '@emotion/css';
import { useState } from 'react';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config, locationService } from '@grafana/runtime';
import { Combobox, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath, type DashboardEntry } from '../../demo/dashboards';
import { rowsOf, type PanelSpec } from '../demo/panels';
import { INSTANCES } from '../demo/series';
import { explorePath } from '../explore/address';
import { NotFoundPage } from '../pages/NotFoundPage';
import { Panel } from '../panels/Panel';
import { CHROME } from '../shell/chrome';
import { Page } from '../shell/Page';
import { TimeControls } from '../time/TimeControls';
import { useTimeControl } from '../time/useTimeControl';
import { DashboardToolbar } from './DashboardToolbar';
import { PanelRow } from './PanelRow';
import { SaveDrawer } from './SaveDrawer';
import { useEditing } from './useEditing';

const ALL = '$__all';
const OPTIONS = [{ label: 'All', value: ALL }, ...INSTANCES.map((instance) => ({ label: instance, value: instance }))];
const MAY_EXPLORE = 'datasources:explore';

/** `/d/UID/SLUG`: a dashboard with its controls and panels. */
export function DashboardPage() {
  const { uid = '' } = useParams();
  const dashboard = DASHBOARDS.find((candidate) => candidate.uid === uid);
  return dashboard ? <Dashboard key={uid} dashboard={dashboard} /> : <NotFoundPage />;
}

function Dashboard({ dashboard }: { dashboard: DashboardEntry }) {
  const styles = useStyles2(getStyles);
  const asked = new URLSearchParams(useLocation().search).get('var-instance') ?? ALL;
  const control = useTimeControl();
  const editing = useEditing(dashboard.uid);
  const [saving, setSaving] = useState(false);
  const instance = INSTANCES.includes(asked) ? asked : ALL;
  const exprOf = (spec: PanelSpec) =>
    'expr' in spec ? spec.expr.replaceAll('$instance', instance === ALL ? '.+' : instance) : '';
  const rows = rowsOf(dashboard.uid);
  const titlesOf = (ids: readonly number[]) =>
    rows.flatMap(({ panels }) => panels.filter(({ id }) => ids.includes(id)).map(({ title }) => title));
  const drawPanel = (spec: PanelSpec) => (
    <Panel
      spec={spec}
      expr={exprOf(spec)}
      range={control.range}
      onRefresh={control.refresh}
      onRemove={editing.on ? () => editing.remove(spec.id) : null}
      onExplore={
        'expr' in spec && config.bootData.user.permissions?.[MAY_EXPLORE]
          ? () => locationService.push(explorePath(exprOf(spec)))
          : null
      }
    />
  );
  return (
    <Page
      navId="dashboards"
      below={[{ text: dashboard.title, href: dashboardPath(dashboard) }]}
      layout={PageLayoutType.Custom}
    >
      <DashboardToolbar
        uid={dashboard.uid}
        title={dashboard.title}
        editing={editing.on}
        changed={editing.unsaved.length > 0}
        onEdit={editing.start}
        onDiscard={editing.discard}
        onExit={editing.exit}
        onSave={() => setSaving(true)}
      />
      <div className={styles.controls} data-testid={selectors.pages.Dashboard.Controls}>
        <div data-testid={selectors.pages.Dashboard.SubMenu.submenuItem} className={styles.variable}>
          <label
            className={styles.label}
            htmlFor="var-instance"
            data-testid={selectors.pages.Dashboard.SubMenu.submenuItemLabels('Instance')}
          >
            Instance
          </label>
          <Combobox
            id="var-instance"
            width={16}
            options={OPTIONS}
            value={instance}
            onChange={({ value }) => locationService.partial({ 'var-instance': value })}
          />
        </div>
        <div className={styles.spread} />
        <TimeControls control={control} />
      </div>
      <div className={styles.rows} data-testid={selectors.pages.Dashboard.DashNav.scrollContainer}>
        {rows
          .map(({ title, panels }) => ({ title, panels: panels.filter(({ id }) => !editing.removed.includes(id)) }))
          .filter(({ panels }) => panels.length > 0)
          .map(({ title, panels }) => (
            <PanelRow key={title} title={title} panels={panels} draw={drawPanel} />
          ))}
      </div>
      {saving && (
        <SaveDrawer
          title={dashboard.title}
          removed={titlesOf(editing.unsaved)}
          onClose={() => setSaving(false)}
          onSave={async () => {
            await editing.save();
            setSaving(false);
          }}
        />
      )}
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    position: 'sticky',
    top: CHROME.topBar,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(2, 2, 1),
    background: theme.colors.background.canvas,
    zIndex: theme.zIndex.activePanel,
  }),
  variable: css({ display: 'flex', alignItems: 'center' }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRight: 'none',
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  spread: css({ flexGrow: 1 }),
  rows: css({ padding: theme.spacing(1, 2, 2), background: theme.colors.background.canvas }),
});
