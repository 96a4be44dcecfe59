import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

const REFERENCE = /\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)\]\]/g;

/** Replaces scoped variables; dashboards of the demo Grafana keep their own variables. */
export class ScopedTemplateSrv implements TemplateSrv {
  getVariables(): TypedVariableModel[] {
    return [];
  }

  replace(target = '', scoped: ScopedVars = {}): string {
    return target.replace(REFERENCE, (whole: string, ...names: Array<string | undefined>) => {
      const name = names.slice(0, 3).find((candidate) => candidate !== undefined);
      const found = name === undefined ? undefined : scoped[name];
      return found === undefined ? whole : String(found.value);
    });
  }

  containsTemplate(target = ''): boolean {
    return target.search(REFERENCE) >= 0;
  }

  updateTimeRange(): void {}
}
