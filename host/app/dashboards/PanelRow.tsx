import { css } from '@emotion/css';
import { useState, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Icon, useStyles2 } from '@grafana/ui';
import type { PanelSpec } from '../demo/panels';

const { title: titleId, toggle, wrapper } = selectors.components.DashboardRow;

interface PanelRowProps {
  /** Empty for the panels above the first row, which cannot be collapsed. */
  title: string;
  panels: readonly PanelSpec[];
  draw: (panel: PanelSpec) => ReactNode;
}

/** A dashboard's row with its panels in Grafana's grid; a collapsed row's panels are not in the document. */
export function PanelRow({ title, panels, draw }: PanelRowProps) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(true);
  const top = Math.min(...panels.map(({ y }) => y));
  return (
    <div data-testid={title === '' ? undefined : wrapper(title)}>
      {title !== '' && (
        <button
          type="button"
          className={styles.heading}
          aria-expanded={open}
          aria-label={open ? 'Collapse row' : 'Expand row'}
          data-testid={toggle(title)}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'angle-down' : 'angle-right'} />
          <span data-testid={titleId(title)}>{title}</span>
          {!open && <span className={styles.count}>({panels.length} panels)</span>}
        </button>
      )}
      {open && (
        <div className={styles.grid}>
          {panels.map((panel) => (
            <div
              key={panel.id}
              data-viz-panel-key={`panel-${panel.id}`}
              style={{
                gridColumn: `${panel.x + 1} / span ${panel.w}`,
                gridRow: `${panel.y - top + 1} / span ${panel.h}`,
              }}
            >
              {draw(panel)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    height: theme.spacing(5),
    padding: theme.spacing(0, 0.5),
    border: 0,
    background: 'transparent',
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    '&:hover': { background: theme.colors.action.hover },
  }),
  count: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(24, minmax(0, 1fr))',
    gridAutoRows: 30,
    gap: theme.spacing(1),
    paddingBottom: theme.spacing(1),
  }),
});
