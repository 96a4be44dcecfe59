import { useMemo } from 'react';
import {
  FieldColorModeId,
  getFieldDisplayValues,
  ReducerID,
  VizOrientation,
  type DataFrame,
  type FieldConfig,
} from '@grafana/data';
import { BarGauge, BarGaugeDisplayMode, useTheme2 } from '@grafana/ui';
import { useDisplayed } from './usePanelData';

interface BarGaugeViewProps {
  frames: DataFrame[];
  unit: string;
  max: number;
  width: number;
  height: number;
}

/** The last value of each series as a bar. */
export function BarGaugeView({ frames, unit, max, width, height }: BarGaugeViewProps) {
  const theme = useTheme2();
  const defaults = useMemo<FieldConfig>(
    () => ({ unit, min: 0, max, color: { mode: FieldColorModeId.ContinuousGrYlRd } }),
    [unit, max]
  );
  const data = useDisplayed(frames, defaults);
  const values = getFieldDisplayValues({
    data,
    reduceOptions: { calcs: [ReducerID.lastNotNull] },
    fieldConfig: { defaults, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'browser',
  });
  const each = Math.floor((height - 8 * (values.length - 1)) / Math.max(1, values.length));
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      {values.map((value, index) => (
        <BarGauge
          key={index}
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
          width={width}
          height={each}
          orientation={VizOrientation.Horizontal}
          text={{ titleSize: 16, valueSize: 22 }}
          displayMode={BarGaugeDisplayMode.Gradient}
          theme={theme}
        />
      ))}
    </div>
  );
}
