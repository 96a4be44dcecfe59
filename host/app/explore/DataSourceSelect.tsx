import { useState } from 'react';
import { selectors } from '@grafana/e2e-selectors';
import { getDataSourceSrv } from '@grafana/runtime';
import { Combobox } from '@grafana/ui';

interface DataSourceSelectProps {
  /** The chosen data source's uid. */
  value: string;
  onChange: (uid: string) => void;
}

/** Chooses one of the data sources. */
export function DataSourceSelect({ value, onChange }: DataSourceSelectProps) {
  const [options] = useState(() =>
    getDataSourceSrv()
      .getList()
      .map(({ uid, name, type }) => ({ value: uid, label: name, description: type }))
  );
  return (
    <div data-testid={selectors.components.DataSourcePicker.container}>
      <Combobox
        id="data-source-picker"
        data-testid={selectors.components.DataSourcePicker.inputV2}
        aria-label="Select a data source"
        width={28}
        options={options}
        value={value}
        onChange={(option) => onChange(option.value)}
      />
    </div>
  );
}
