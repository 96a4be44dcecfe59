import { css } from '@emotion/css';
import { useState } from 'react';
import { PluginExtensionPoints, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { getDataSourceSrv, usePluginLinks } from '@grafana/runtime';
import { Button, Dropdown, IconButton, Menu, ToolbarButton, useStyles2 } from '@grafana/ui';
import { METRIC_NAMES, metricNamed } from '../demo/metrics';
import { ask, type Answered } from '../panels/usePanelData';
import { CHROME } from '../shell/chrome';
import { TimeControls } from '../time/TimeControls';
import { useTimeControl } from '../time/useTimeControl';
import type { ExploreStart } from './address';
import { DataSourceSelect } from './DataSourceSelect';
import { QueryEditor } from './QueryEditor';
import { Results } from './Results';

const { code } = selectors.components.DataSource.Prometheus.queryEditor;

type Run = { state: 'none' } | { state: 'running' } | { state: 'done'; answered: Answered } | { state: 'empty' };

interface ExplorePaneProps {
  start: ExploreStart;
  /** Opens a second pane with this one's question; null where there are two already. */
  onSplit: ((at: ExploreStart) => void) | null;
  /** Null for the only pane. */
  onClose: (() => void) | null;
}

/** One question with its data source, times and answer. */
export function ExplorePane({ start, onSplit, onClose }: ExplorePaneProps) {
  const styles = useStyles2(getStyles);
  const [source, setSource] = useState(() => getDataSourceSrv().getInstanceSettings(start.dataSource)?.uid ?? '');
  const [expr, setExpr] = useState(start.expr);
  const [run, setRun] = useState<Run>({ state: 'none' });
  const [open, setOpen] = useState(true);
  const control = useTimeControl();
  const { links } = usePluginLinks({ extensionPointId: PluginExtensionPoints.ExploreToolbarAction });
  const name = getDataSourceSrv().getInstanceSettings(source)?.name ?? '';

  const metrics = (
    <Menu>
      {METRIC_NAMES.map((metric) => (
        <Menu.Item
          key={metric}
          label={metric}
          description={metricNamed(metric).help}
          onClick={() => setExpr(expr + metric)}
        />
      ))}
    </Menu>
  );

  const runQuery = async () => {
    if (expr.trim() === '') {
      setRun({ state: 'none' });
      return;
    }
    setRun({ state: 'running' });
    const answered = await ask(source, expr, control.range);
    setRun(answered.frames.length === 0 ? { state: 'empty' } : { state: 'done', answered });
  };

  return (
    <div className={styles.pane} data-testid={selectors.pages.Explore.General.container}>
      <div className={styles.toolbar} data-testid={selectors.pages.Explore.toolbar.bar}>
        <DataSourceSelect value={source} onChange={setSource} />
        <div className={styles.spread} />
        {links.map((link) => (
          <ToolbarButton key={link.id} icon={link.icon ?? 'plug'} variant="canvas" onClick={link.onClick}>
            {link.title}
          </ToolbarButton>
        ))}
        {onSplit && (
          <ToolbarButton
            icon="columns"
            variant="canvas"
            data-testid={selectors.pages.Explore.toolbar.split}
            tooltip="Split the pane"
            onClick={() => onSplit({ dataSource: source, expr })}
          >
            Split
          </ToolbarButton>
        )}
        {onClose && (
          <ToolbarButton
            icon="times"
            variant="canvas"
            data-testid={selectors.pages.Explore.toolbar.closeSplit}
            tooltip="Close split pane"
            onClick={onClose}
          />
        )}
        <TimeControls control={control} runText="Run query" onRun={() => void runQuery()} />
      </div>
      <div className={styles.content} data-testid={selectors.pages.Explore.General.scrollView}>
        <div className={styles.card} data-testid={selectors.components.QueryEditorRows.rows}>
          <div className={styles.rowHeader}>
            <IconButton
              name={open ? 'angle-down' : 'angle-right'}
              aria-label={open ? 'Collapse query row' : 'Expand query row'}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            />
            <span className={styles.refId} data-testid={selectors.components.QueryEditorRow.title('A')}>
              A
            </span>
            <em className={styles.sourceName}>({name})</em>
          </div>
          {open && (
            <div className={styles.rowBody}>
              <Dropdown overlay={metrics} placement="bottom-start">
                <Button
                  variant="secondary"
                  icon="angle-down"
                  iconPlacement="right"
                  data-testid={code.metricsBrowser.openButton}
                >
                  Metrics
                </Button>
              </Dropdown>
              <QueryEditor value={expr} onChange={setExpr} onRun={() => void runQuery()} />
            </div>
          )}
        </div>
        {run.state === 'running' && <div role="status">Running...</div>}
        {run.state === 'empty' && <div className={styles.empty}>No data</div>}
        {run.state === 'done' && <Results answered={run.answered} />}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ flex: 1, minWidth: 0, borderLeft: `1px solid ${theme.colors.border.weak}` }),
  toolbar: css({
    position: 'sticky',
    top: CHROME.topBar,
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    zIndex: theme.zIndex.activePanel,
  }),
  spread: css({ flexGrow: 1 }),
  content: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), padding: theme.spacing(2) }),
  card: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.components.panel.borderColor}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1),
  }),
  rowHeader: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  refId: css({ color: theme.colors.text.link, fontWeight: theme.typography.fontWeightMedium }),
  sourceName: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  rowBody: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(0.5), padding: theme.spacing(1, 0, 0) }),
  empty: css({ padding: theme.spacing(4), textAlign: 'center', color: theme.colors.text.secondary }),
});
