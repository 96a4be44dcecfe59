import { DashboardCursorSync, type DataFrame, type TimeRange } from '@grafana/data';
import { LegendDisplayMode, SortOrder, TooltipDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { TimeSeries, TooltipPlugin } from '@grafana/ui';
import { useDisplayed } from './usePanelData';

const LEGEND: VizLegendOptions = {
  displayMode: LegendDisplayMode.List,
  placement: 'bottom',
  showLegend: true,
  calcs: [],
};

const DEFAULTS = {};

interface TimeSeriesViewProps {
  frames: DataFrame[];
  range: TimeRange;
  width: number;
  height: number;
}

export function TimeSeriesView({ frames, range, width, height }: TimeSeriesViewProps) {
  const displayed = useDisplayed(frames, DEFAULTS);
  return (
    <TimeSeries frames={displayed} timeRange={range} timeZone="browser" width={width} height={height} legend={LEGEND}>
      {(config, alignedFrame) => (
        <TooltipPlugin
          data={alignedFrame}
          config={config}
          mode={TooltipDisplayMode.Multi}
          sortOrder={SortOrder.Descending}
          sync={() => DashboardCursorSync.Off}
          timeZone="browser"
        />
      )}
    </TimeSeries>
  );
}
