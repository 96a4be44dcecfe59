import { useMemo } from 'react';
import { LoadingState, PluginExtensionPoints, type TimeRange } from '@grafana/data';
import { usePluginLinks } from '@grafana/runtime';
import { Menu, PanelChrome } from '@grafana/ui';
import type { PanelSpec } from '../demo/panels';
import { BarGaugeView } from './BarGaugeView';
import { EndpointsView } from './EndpointsView';
import { StatView } from './StatView';
import { TimeSeriesView } from './TimeSeriesView';
import { usePanelData, type Answered } from './usePanelData';
import { useSize } from './useSize';

interface PanelProps {
  spec: PanelSpec;
  /** The panel's query with the dashboard's variables put in. */
  expr: string;
  range: TimeRange;
  onExplore: (() => void) | null;
  onRefresh: () => void;
  /** Null while the dashboard is not edited. */
  onRemove: (() => void) | null;
}

/** One panel of a dashboard in Grafana's frame. */
export function Panel({ spec, expr, range, onExplore, onRefresh, onRemove }: PanelProps) {
  const [ref, { width, height }] = useSize();
  const answered = usePanelData(expr, range);
  const context = useMemo(() => ({ pluginId: spec.kind, title: spec.title, id: spec.id }), [spec]);
  const { links } = usePluginLinks({ extensionPointId: PluginExtensionPoints.DashboardPanelMenu, context });
  const menu = (
    <Menu>
      {onExplore && <Menu.Item label="Explore" icon="compass" onClick={onExplore} />}
      <Menu.Item label="Refresh" icon="sync" onClick={onRefresh} />
      {links.map((link) => (
        <Menu.Item key={link.id} label={link.title} icon={link.icon ?? 'plug'} onClick={link.onClick} url={link.path} />
      ))}
      {onRemove && <Menu.Item label="Remove" icon="trash-alt" destructive onClick={onRemove} />}
    </Menu>
  );
  return (
    <div ref={ref} style={{ width: '100%', height: '100%' }}>
      {width > 0 && (
        <PanelChrome
          title={spec.title}
          description={spec.description}
          width={width}
          height={height}
          menu={menu}
          loadingState={answered === null ? LoadingState.Loading : LoadingState.Done}
        >
          {(innerWidth, innerHeight) =>
            answered && <View spec={spec} answered={answered} width={innerWidth} height={innerHeight} />
          }
        </PanelChrome>
      )}
    </div>
  );
}

function View({ spec, answered, ...size }: { spec: PanelSpec; answered: Answered; width: number; height: number }) {
  const { frames, range } = answered;
  switch (spec.kind) {
    case 'timeseries':
      return <TimeSeriesView frames={frames} range={range} {...size} />;
    case 'stat':
      return <StatView frames={frames} unit={spec.unit} {...size} />;
    case 'bargauge':
      return <BarGaugeView frames={frames} unit={spec.unit} max={spec.max} {...size} />;
    case 'endpoints':
      return <EndpointsView range={range} {...size} />;
  }
}
