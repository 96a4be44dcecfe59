import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import {
  Button,
  Checkbox,
  Combobox,
  Field,
  FilterPill,
  InlineField,
  InlineSwitch,
  MultiCombobox,
  MultiSelect,
  RadioButtonGroup,
  RadioButtonList,
  Select,
  Slider,
  Switch,
  ToolbarButton,
  useStyles2,
} from '@grafana/ui';
import { INSTANCES } from '../demo/series';
import { Corner, Corners, Held } from './Corner';

const SERVERS = INSTANCES.map((instance) => ({ label: instance, value: instance }));
/** Long enough that the list of a Combobox holds only the part of it that is seen. */
const REGIONS = Array.from({ length: 400 }, (_, index) => ({
  label: `region-${index + 1}`,
  value: `region-${index + 1}`,
}));
const UNITS = [
  { label: 'Seconds', value: 's' },
  { label: 'Bytes', value: 'bytes' },
  { label: 'Percent', value: 'percent' },
];
const LEGENDS = [
  { label: 'List', value: 'list' },
  { label: 'Table', value: 'table' },
  { label: 'Hidden', value: 'hidden' },
];

const values = (options: Array<{ value?: string }>) => options.map(({ value = '' }) => value);

/** Everything that chooses among given values. */
export function ChoiceControls() {
  const styles = useStyles2(getStyles);
  const [server, setServer] = useState<string | null>(null);
  const [region, setRegion] = useState('region-1');
  const [servers, setServers] = useState<string[]>([]);
  const [unit, setUnit] = useState<string | undefined>();
  const [units, setUnits] = useState<string[]>([]);
  const [plain, setPlain] = useState('s');
  const [legend, setLegend] = useState('list');
  const [mode, setMode] = useState('list');
  const [notify, setNotify] = useState(false);
  const [paused, setPaused] = useState(true);
  const [remember, setRemember] = useState(false);
  const [pressed, setPressed] = useState(false);
  const [picked, setPicked] = useState(false);
  const [share, setShare] = useState(50);
  return (
    <Corners>
      <Corner title="Lists to choose from">
        <Field label="Server (Combobox)">
          <Combobox
            id="demo-server"
            options={SERVERS}
            value={server}
            isClearable
            placeholder="Choose a server"
            onChange={(option) => setServer(option?.value ?? null)}
          />
        </Field>
        <Field label="Region (Combobox with 400 options, own values allowed)">
          <Combobox
            id="demo-region"
            options={REGIONS}
            value={region}
            createCustomValue
            onChange={(option) => setRegion(option.value)}
          />
        </Field>
        <Field label="Servers (MultiCombobox)">
          <MultiCombobox
            id="demo-servers"
            options={SERVERS}
            value={servers}
            placeholder="Choose servers"
            onChange={(options) => setServers(values(options))}
          />
        </Field>
        <Field label="Unit (Select)">
          <Select
            inputId="demo-unit"
            options={UNITS}
            value={unit}
            data-testid="demo-unit-select"
            onChange={(option) => setUnit(option.value)}
          />
        </Field>
        <Field label="Units (MultiSelect)">
          <MultiSelect
            inputId="demo-units"
            options={UNITS}
            value={units}
            onChange={(options) => setUnits(values(options))}
          />
        </Field>
        <Field label="Unit (the browser's own list)" noMargin>
          <select
            id="demo-plain"
            className={styles.plain}
            value={plain}
            onChange={(event) => setPlain(event.currentTarget.value)}
          >
            {UNITS.map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      </Corner>
      <Corner title="Switches and marks">
        <Field label="Notify me (Switch)">
          <Switch id="demo-notify" value={notify} onChange={(event) => setNotify(event.currentTarget.checked)} />
        </Field>
        <InlineField label="Paused (InlineSwitch)" labelWidth={24}>
          <InlineSwitch id="demo-paused" value={paused} onChange={(event) => setPaused(event.currentTarget.checked)} />
        </InlineField>
        <Field>
          <Checkbox
            id="demo-remember"
            label="Remember this (Checkbox)"
            value={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        </Field>
        <Field label="Legend (RadioButtonGroup)">
          <RadioButtonGroup id="demo-legend" options={LEGENDS} value={legend} onChange={setLegend} />
        </Field>
        <Field label="Mode (RadioButtonList)">
          <RadioButtonList name="demo-mode" options={LEGENDS} value={mode} onChange={setMode} />
        </Field>
        <div className={styles.row}>
          <ToolbarButton
            icon="star"
            aria-pressed={pressed}
            data-testid="demo-pressed"
            variant={pressed ? 'active' : 'default'}
            onClick={() => setPressed(!pressed)}
          >
            Starred
          </ToolbarButton>
          <FilterPill label="Only mine" selected={picked} onClick={() => setPicked(!picked)} />
          <Button variant="secondary" disabled data-testid="demo-disabled">
            Cannot be pressed
          </Button>
        </div>
        <Field label="Share (Slider)" noMargin>
          <Slider inputId="demo-share" min={0} max={100} value={share} onChange={setShare} />
        </Field>
      </Corner>
      <Held
        values={{
          server,
          region,
          servers,
          unit,
          units,
          plain,
          notify,
          paused,
          remember,
          legend,
          mode,
          pressed,
          picked,
          share,
        }}
      />
    </Corners>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  plain: css({
    width: '100%',
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    background: theme.components.input.background,
    color: theme.components.input.text,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginBottom: theme.spacing(2) }),
});
