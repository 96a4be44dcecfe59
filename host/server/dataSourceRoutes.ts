import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { z } from 'zod';
import { DATA_SOURCE_TYPES, type DataSourceRecord } from '../demo/dataSources';
import { needs } from './access';
import type { HostState } from './state';

const MOST_DATA_SOURCES = 200;

const record = z.object({
  name: z.string().trim().min(1).max(190),
  type: z.enum(DATA_SOURCE_TYPES.map((type) => type.id)),
  url: z.string().max(2000).default(''),
  isDefault: z.boolean().default(false),
  jsonData: z.record(z.string(), z.unknown()).default({}),
});

/** `/api/datasources`: list, read, add, change, delete and the health check behind "Save & test". */
export function dataSourceRoutes(state: HostState): Router {
  const routes = express.Router();
  const find = (uid: string) => state.dataSources.find((candidate) => candidate.uid === uid);

  const takenBy = (name: string, except?: string) =>
    state.dataSources.some((other) => other.name === name && other.uid !== except);
  const keepOneDefault = (chosen: DataSourceRecord) => {
    if (chosen.isDefault) {
      state.dataSources.forEach((other) => (other.isDefault = other === chosen));
    }
  };

  routes.get('/', needs('datasources:read'), (_request, response) => {
    response.json(state.dataSources);
  });
  routes.post('/', needs('datasources:create'), (request, response) => {
    const asked = record.safeParse(request.body);
    if (!asked.success) {
      response.status(400).json({ message: 'bad request data' });
      return;
    }
    if (takenBy(asked.data.name)) {
      response.status(409).json({ message: 'data source with the same name already exists' });
      return;
    }
    if (state.dataSources.length >= MOST_DATA_SOURCES) {
      response.status(403).json({ message: 'Quota reached' });
      return;
    }
    const added = { id: state.nextDataSourceId++, uid: randomUUID(), ...asked.data };
    state.dataSources.push(added);
    keepOneDefault(added);
    response.json({ id: added.id, name: added.name, message: 'Datasource added', datasource: added });
  });
  routes.get('/uid/:uid', needs('datasources:read'), (request, response) => {
    const found = find(request.params.uid);
    response.status(found ? 200 : 404).json(found ?? { message: 'Data source not found' });
  });
  routes.put('/uid/:uid', needs('datasources:write'), (request, response) => {
    const found = find(request.params.uid);
    const asked = record.safeParse(request.body);
    if (!found || !asked.success) {
      response.status(found ? 400 : 404).json({ message: found ? 'bad request data' : 'Data source not found' });
      return;
    }
    if (takenBy(asked.data.name, found.uid)) {
      response.status(409).json({ message: 'data source with the same name already exists' });
      return;
    }
    Object.assign(found, asked.data);
    keepOneDefault(found);
    response.json({ id: found.id, name: found.name, message: 'Datasource updated', datasource: found });
  });
  routes.delete('/uid/:uid', needs('datasources:delete'), (request, response) => {
    const found = find(request.params.uid);
    state.dataSources = state.dataSources.filter((other) => other !== found);
    response.status(found ? 200 : 404).json({ message: found ? 'Data source deleted' : 'Data source not found' });
  });
  routes.get('/uid/:uid/health', needs('datasources:query'), (request, response) => {
    const found = find(request.params.uid);
    const works = found !== undefined && URL.canParse(found.url) && /^https?:$/.test(new URL(found.url).protocol);
    response
      .status(found ? (works ? 200 : 400) : 404)
      .json(
        works
          ? { status: 'OK', message: 'Successfully queried the Prometheus API.' }
          : { status: 'ERROR', message: 'Please enter a valid URL' }
      );
  });
  return routes;
}
