import { DataSourceApi, type DataSourceInstanceSettings, type DataSourceRef } from '@grafana/data';
import { config, getBackendSrv, type DataSourceSrv, type GetDataSourceListFilters } from '@grafana/runtime';
import { answer } from '../demo/query';

/** A data source of the demo Grafana: every query is answered from the generated data. */
class DemoDataSource extends DataSourceApi {
  query: DataSourceApi['query'] = async (request) => ({ data: answer(request) });

  async testDatasource() {
    const result = await getBackendSrv().get<{ status: string; message: string }>(
      `/api/datasources/uid/${this.uid}/health`
    );
    return { status: result.status === 'OK' ? 'success' : 'error', message: result.message };
  }
}

const nameOf = (ref?: DataSourceRef | string | null) => (typeof ref === 'object' && ref !== null ? ref.uid : ref);

/** The data sources of `config.datasources`. */
export class ConfigDataSourceSrv implements DataSourceSrv {
  async get(ref?: DataSourceRef | string | null): Promise<DataSourceApi> {
    const settings = this.getInstanceSettings(ref);
    if (!settings) {
      throw new Error(`Datasource ${String(nameOf(ref))} was not found`);
    }
    return new DemoDataSource(settings);
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    const types = filters.type === undefined ? null : [filters.type].flat();
    return Object.values(config.datasources).filter(
      (settings) =>
        (types === null || types.includes(settings.type)) &&
        (filters.pluginId === undefined || settings.type === filters.pluginId) &&
        (!filters.logs || settings.meta.logs) &&
        (!filters.tracing || settings.meta.tracing) &&
        (filters.filter === undefined || filters.filter(settings))
    );
  }

  getInstanceSettings(ref?: DataSourceRef | string | null): DataSourceInstanceSettings | undefined {
    const wanted = nameOf(ref);
    const all = Object.values(config.datasources);
    return wanted === undefined || wanted === null || wanted === '' || wanted === 'default'
      ? all.find((settings) => settings.isDefault)
      : all.find((settings) => settings.uid === wanted || settings.name === wanted);
  }

  async reload(): Promise<void> {
    const settings = await getBackendSrv().get<{ datasources: typeof config.datasources }>('/api/frontend/settings');
    config.datasources = settings.datasources;
  }

  registerRuntimeDataSource(): void {
    throw new Error('The demo Grafana takes no runtime data sources');
  }
}
