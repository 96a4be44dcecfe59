import { useMemo, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, InteractiveTable, useStyles2, type Column } from '@grafana/ui';
import { METRIC_NAMES, metricNamed } from '../demo/metrics';
import { Corner, Corners, Held } from './Corner';
import { VirtualList } from './VirtualList';

interface MetricRow {
  name: string;
  help: string;
}

const ROWS: MetricRow[] = METRIC_NAMES.map((name) => ({ name, help: metricNamed(name).help }));
/** So many that most of them lie below what a scrolling box shows; all are in the document. */
const EVENTS = Array.from({ length: 60 }, (_, index) => `Event ${index + 1}`);

/** Long lists: one that holds only what is seen, one that scrolls by itself, one with the same button in every row. */
export function ListControls() {
  const styles = useStyles2(getStyles);
  const [row, setRow] = useState('none');
  const [event, setEvent] = useState('none');
  const [metric, setMetric] = useState('none');
  const columns = useMemo<Array<Column<MetricRow>>>(
    () => [
      { id: 'name', header: 'Metric' },
      { id: 'help', header: 'Meaning' },
      {
        id: 'action',
        header: '',
        cell: ({ row: { original } }) => (
          <Button size="sm" variant="secondary" onClick={() => setMetric(original.name)}>
            Select
          </Button>
        ),
      },
    ],
    []
  );
  return (
    <Corners>
      <Corner title="Virtualised list" description="1000 rows; only those that are seen are in the document.">
        <VirtualList count={1000} onSelect={(index) => setRow(`Row ${index}`)} />
      </Corner>
      <Corner
        title="Scrolling box"
        description="A page inside the page; it has the class that guides know scrolling parts by."
      >
        <div className={styles.box} data-testid="demo-scrolling-box">
          <div className={cx('scrollbar-view', styles.scroller)}>
            {EVENTS.map((name) => (
              <div key={name} className={styles.event}>
                <span>{name}</span>
                <Button size="sm" fill="text" onClick={() => setEvent(name)}>
                  Open
                </Button>
              </div>
            ))}
          </div>
        </div>
      </Corner>
      <Corner title="The same button in every row">
        <InteractiveTable columns={columns} data={ROWS} getRowId={({ name }) => name} />
      </Corner>
      <Held values={{ row, event, metric }} />
    </Corners>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ height: 220, border: `1px solid ${theme.colors.border.weak}` }),
  scroller: css({ height: '100%', overflow: 'auto' }),
  event: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: theme.spacing(0.5, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
});
