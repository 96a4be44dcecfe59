import { css } from '@emotion/css';
import { useMemo, useState } from 'react';
import { FieldType, LoadingState, toDataFrame, type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import { GraphDrawStyle } from '@grafana/schema';
import { selectors } from '@grafana/e2e-selectors';
import { PanelChrome, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { TimeSeriesView } from '../panels/TimeSeriesView';
import { useDisplayed, type Answered } from '../panels/usePanelData';
import { useSize } from '../panels/useSize';

type Style = 'lines' | 'bars' | 'points';

const STYLES: Array<{ label: string; value: Style }> = [
  { label: 'Lines', value: 'lines' },
  { label: 'Bars', value: 'bars' },
  { label: 'Points', value: 'points' },
];

const DRAWN: Record<Style, GraphDrawStyle> = {
  lines: GraphDrawStyle.Line,
  bars: GraphDrawStyle.Bars,
  points: GraphDrawStyle.Points,
};

const DEFAULTS = {};

function drawnAs(frames: DataFrame[], style: Style): DataFrame[] {
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => ({
      ...field,
      config: { ...field.config, custom: { ...field.config.custom, drawStyle: DRAWN[style] } },
    })),
  }));
}

/** The last value of every series, a row each. */
function lastValues(frames: DataFrame[], end: number): DataFrame {
  const valueFields = frames.map((frame) => frame.fields[1]);
  return toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: frames.map(() => end) },
      ...['__name__', 'instance', 'job'].map((label) => ({
        name: label,
        type: FieldType.string,
        values: valueFields.map((field) => field.labels?.[label] ?? ''),
      })),
      {
        name: 'Value #A',
        type: FieldType.number,
        values: valueFields.map((field) => field.values.at(-1)),
        config: { unit: valueFields.at(0)?.config.unit },
      },
    ],
  });
}

/** What a query in Explore found: a graph and a table. */
export function Results({ answered: { frames, range } }: { answered: Answered }) {
  const styles = useStyles2(getStyles);
  const [ref, { width }] = useSize();
  const [style, setStyle] = useState<Style>('lines');
  const drawn = useMemo(() => drawnAs(frames, style), [frames, style]);
  const end = range.to.valueOf();
  const rows = useMemo(() => [lastValues(frames, end)], [frames, end]);
  const [table] = useDisplayed(rows, DEFAULTS);
  return (
    <div ref={ref} className={styles.results}>
      {width > 0 && (
        <>
          <section aria-label={selectors.pages.Explore.General.graph}>
            <PanelChrome
              title="Graph"
              width={width}
              height={360}
              loadingState={LoadingState.Done}
              actions={<RadioButtonGroup size="sm" options={STYLES} value={style} onChange={setStyle} />}
            >
              {(innerWidth, innerHeight) => (
                <TimeSeriesView key={style} frames={drawn} range={range} width={innerWidth} height={innerHeight} />
              )}
            </PanelChrome>
          </section>
          <section aria-label={selectors.pages.Explore.General.table}>
            <PanelChrome title="Table" width={width} height={220} loadingState={LoadingState.Done}>
              {(innerWidth, innerHeight) => <TableNG data={table} width={innerWidth} height={innerHeight} />}
            </PanelChrome>
          </section>
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  results: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minHeight: 1 }),
});
