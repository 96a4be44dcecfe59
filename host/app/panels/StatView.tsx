import { useMemo } from 'react';
import { FieldColorModeId, getFieldDisplayValues, ReducerID, type DataFrame, type FieldConfig } from '@grafana/data';
import { BigValue, BigValueColorMode, BigValueGraphMode, useTheme2 } from '@grafana/ui';
import { useDisplayed } from './usePanelData';

interface StatViewProps {
  frames: DataFrame[];
  unit: string;
  width: number;
  height: number;
}

/** The last value of the first series, large, over its course. */
export function StatView({ frames, unit, width, height }: StatViewProps) {
  const theme = useTheme2();
  const defaults = useMemo<FieldConfig>(
    () => ({ unit, color: { mode: FieldColorModeId.Fixed, fixedColor: 'green' } }),
    [unit]
  );
  const data = useDisplayed(frames, defaults);
  const values = getFieldDisplayValues({
    data,
    sparkline: true,
    reduceOptions: { calcs: [ReducerID.lastNotNull] },
    fieldConfig: { defaults, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'browser',
  });
  const shown = values.at(0);
  return shown ? (
    <BigValue
      value={{ ...shown.display, title: undefined }}
      sparkline={shown.sparkline}
      width={width}
      height={height}
      colorMode={BigValueColorMode.Value}
      graphMode={BigValueGraphMode.Area}
      theme={theme}
    />
  ) : null;
}
