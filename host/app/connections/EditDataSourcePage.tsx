import { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { isFetchError } from '@grafana/runtime';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { DATA_SOURCE_TYPES, type DataSourceRecord } from '../../demo/dataSources';
import { Page } from '../shell/Page';
import { readDataSource } from './client';
import { DataSourceForm } from './DataSourceForm';

type Reading =
  { state: 'loading' } | { state: 'ready'; record: DataSourceRecord } | { state: 'failed'; message: string };

/** `/connections/datasources/edit/UID`: the settings of one data source. */
export function EditDataSourcePage() {
  const { uid = '' } = useParams();
  const [reading, setReading] = useState<Reading>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    const settle = (next: Reading) => wanted && setReading(next);
    readDataSource(uid).then(
      (record) => settle({ state: 'ready', record }),
      (error: unknown) =>
        settle({ state: 'failed', message: isFetchError(error) ? String(error.data.message) : String(error) })
    );
    return () => {
      wanted = false;
    };
  }, [uid]);
  const record = reading.state === 'ready' ? reading.record : null;
  const type = DATA_SOURCE_TYPES.find(({ id }) => id === record?.type);
  return (
    <Page
      navId="connections-datasources"
      below={[{ text: record?.name ?? 'Data source', href: `/connections/datasources/edit/${uid}` }]}
      subTitle={type ? `Type: ${type.name}` : ''}
    >
      {reading.state === 'loading' && <LoadingPlaceholder text="Loading..." />}
      {reading.state === 'failed' && <Alert severity="error" title={reading.message} />}
      {record && <DataSourceForm key={record.uid} record={record} typeName={type?.name ?? record.type} />}
    </Page>
  );
}
