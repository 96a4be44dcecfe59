import { getBackendSrv, getDataSourceSrv, isFetchError } from '@grafana/runtime';
import type { DataSourceRecord, DataSourceType } from '../../demo/dataSources';

const known = () => getDataSourceSrv().reload();

export const listDataSources = () => getBackendSrv().get<DataSourceRecord[]>('/api/datasources');

export const readDataSource = (uid: string) =>
  getBackendSrv().get<DataSourceRecord>(`/api/datasources/uid/${encodeURIComponent(uid)}`);

/** Tries at a free name: others may add data sources at the same moment. */
const MOST_TRIES = 10;

/** Adds a data source under the first free name of its type, as Grafana does when a type is chosen. */
export async function addDataSource(type: DataSourceType): Promise<DataSourceRecord> {
  for (let tries = 1; ; tries += 1) {
    const taken = new Set((await listDataSources()).map(({ name }) => name));
    let name = type.id;
    for (let count = 1; taken.has(name); count += 1) {
      name = `${type.id}-${count}`;
    }
    try {
      const { datasource } = await getBackendSrv().post<{ datasource: DataSourceRecord }>(
        '/api/datasources',
        { name, type: type.id, url: '' },
        { showSuccessAlert: false, showErrorAlert: false }
      );
      await known();
      return datasource;
    } catch (error) {
      if (!isFetchError(error) || error.status !== 409 || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}

export async function saveDataSource({ uid, ...record }: DataSourceRecord): Promise<void> {
  await getBackendSrv().put(`/api/datasources/uid/${encodeURIComponent(uid)}`, record, { showSuccessAlert: false });
  await known();
}

export async function deleteDataSource(uid: string): Promise<void> {
  await getBackendSrv().delete(`/api/datasources/uid/${encodeURIComponent(uid)}`);
  await known();
}

export interface Health {
  works: boolean;
  message: string;
}

export async function testDataSource(uid: string): Promise<Health> {
  const result = await (await getDataSourceSrv().get(uid)).testDatasource();
  return { works: result.status === 'success', message: result.message };
}
