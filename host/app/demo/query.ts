import { FieldType, toDataFrame, type DataFrame, type DataQueryRequest } from '@grafana/data';
import { GraphDrawStyle, LineInterpolation, VisibilityMode, type GraphFieldConfig } from '@grafana/schema';
import { seriesFor } from './series';

/** Points of one answered series: more than a panel is wide in pixels shows nothing new. */
const MOST_POINTS = 400;

const LINES: GraphFieldConfig = {
  drawStyle: GraphDrawStyle.Line,
  lineInterpolation: LineInterpolation.Linear,
  lineWidth: 1,
  fillOpacity: 10,
  showPoints: VisibilityMode.Never,
};

/** Answers each query of `request` with generated series; the same query and times give the same values. */
export function answer({ targets, range, maxDataPoints }: DataQueryRequest): DataFrame[] {
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const points = Math.min(maxDataPoints ?? MOST_POINTS, MOST_POINTS);
  return targets
    .filter((target) => !target.hide)
    .flatMap((target) => {
      const text = 'expr' in target && typeof target.expr === 'string' ? target.expr : '';
      return seriesFor(text, from, to, points).map(({ name, labels, metric, times, values }) =>
        toDataFrame({
          refId: target.refId,
          name: labels.instance ?? name,
          fields: [
            { name: 'Time', type: FieldType.time, values: times },
            {
              name: 'Value',
              type: FieldType.number,
              values,
              labels,
              config: { displayNameFromDS: labels.instance ?? name, unit: metric.unit, custom: LINES },
            },
          ],
        })
      );
    });
}
