import { useState } from 'react';
import { selectors } from '@grafana/e2e-selectors';
import { RefreshPicker, TimeRangePicker } from '@grafana/ui';
import type { TimeControl } from './useTimeControl';

interface TimeControlsProps {
  control: TimeControl;
  /** Label of a primary run button; without one the refresh button is an icon. */
  runText?: string;
  onRun?: () => void;
}

/** Grafana's time picker and refresh picker. */
export function TimeControls({ control, runText, onRun }: TimeControlsProps) {
  const [timeZone, setTimeZone] = useState('browser');
  return (
    <>
      <TimeRangePicker
        value={control.range}
        timeZone={timeZone}
        onChange={control.setRange}
        onChangeTimeZone={setTimeZone}
        onMoveBackward={() => control.move(-1)}
        onMoveForward={() => control.move(1)}
        onZoom={control.zoomOut}
        isOnCanvas
      />
      <div data-testid={runText === undefined ? undefined : selectors.pages.Explore.toolbar.refreshPicker}>
        <RefreshPicker
          value={control.interval}
          onRefresh={onRun ?? control.refresh}
          onIntervalChanged={control.setInterval}
          text={runText}
          tooltip={runText ?? 'Refresh'}
          primary={runText !== undefined}
          isOnCanvas
        />
      </div>
    </>
  );
}
