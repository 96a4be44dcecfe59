import { css } from '@emotion/css';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config, locationService } from '@grafana/runtime';
import { Combobox, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { panelsOf, type PanelSpec } from '../demo/panels';
import { INSTANCES } from '../demo/series';
import { Panel } from '../panels/Panel';
import { CHROME } from '../shell/chrome';
import { Page } from '../shell/Page';
import { TimeControls } from '../time/TimeControls';
import { useTimeControl } from '../time/useTimeControl';
import { explorePath } from '../explore/address';
import { NotFoundPage } from './NotFoundPage';

const ALL = '$__all';
const OPTIONS = [{ label: 'All', value: ALL }, ...INSTANCES.map((instance) => ({ label: instance, value: instance }))];
const MAY_EXPLORE = 'datasources:explore';

/** `/d/UID/SLUG`: a dashboard with its controls and panels. */
export function DashboardPage() {
  const styles = useStyles2(getStyles);
  const { uid = '' } = useParams();
  const asked = new URLSearchParams(useLocation().search).get('var-instance') ?? ALL;
  const control = useTimeControl();
  const dashboard = DASHBOARDS.find((candidate) => candidate.uid === uid);
  if (!dashboard) {
    return <NotFoundPage />;
  }
  const instance = INSTANCES.includes(asked) ? asked : ALL;
  const exprOf = (spec: PanelSpec) =>
    'expr' in spec ? spec.expr.replaceAll('$instance', instance === ALL ? '.+' : instance) : '';
  const labelTestId = selectors.pages.Dashboard.SubMenu.submenuItemLabels('Instance');
  return (
    <Page
      navId="dashboards"
      below={[{ text: dashboard.title, href: dashboardPath(dashboard) }]}
      layout={PageLayoutType.Custom}
    >
      <div className={styles.controls} data-testid={selectors.pages.Dashboard.Controls}>
        <div data-testid={selectors.pages.Dashboard.SubMenu.submenuItem} className={styles.variable}>
          <label className={styles.label} htmlFor="var-instance" data-testid={labelTestId}>
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
      <div className={styles.grid} data-testid={selectors.pages.Dashboard.DashNav.scrollContainer}>
        {panelsOf(uid).map((spec) => (
          <div
            key={spec.id}
            data-viz-panel-key={`panel-${spec.id}`}
            style={{
              gridColumn: `${spec.x + 1} / span ${spec.w}`,
              gridRow: `${spec.y + 1} / span ${spec.h}`,
            }}
          >
            <Panel
              spec={spec}
              expr={exprOf(spec)}
              range={control.range}
              onRefresh={control.refresh}
              onExplore={
                'expr' in spec && config.bootData.user.permissions?.[MAY_EXPLORE]
                  ? () => locationService.push(explorePath(exprOf(spec)))
                  : null
              }
            />
          </div>
        ))}
      </div>
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
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(24, minmax(0, 1fr))',
    gridAutoRows: 30,
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2, 2),
    background: theme.colors.background.canvas,
  }),
});
