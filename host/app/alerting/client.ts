import { getBackendSrv } from '@grafana/runtime';
import type { AlertRule } from '../../demo/alertRules';

const ADDRESS = '/api/v1/provisioning/alert-rules';

export const listRules = () => getBackendSrv().get<AlertRule[]>(ADDRESS);

export const addRule = (rule: Omit<AlertRule, 'uid'>) => getBackendSrv().post<AlertRule>(ADDRESS, rule);
