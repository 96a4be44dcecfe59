/** `grafana:` names of the guide format, looked up in Grafana's own table of test selectors, which is fetched when first needed. */
import { quoteCss } from './cssText';
import { stablePrefix } from './testIdTail';

/** The test id, or label, that bears the name; null when this Grafana's table has no such name. */
export type TokenResolver = (path: string, argument: string | null) => Promise<string | null>;

/** @param grafanaVersion as in `config.buildInfo.version`; what is no version means the newest table */
export function createTokenResolver(grafanaVersion: string): TokenResolver {
  let table: Promise<unknown> | null = null;
  const load = async () => {
    const { resolveSelectors, versionedComponents, versionedPages } = await import('@grafana/e2e-selectors');
    return resolveSelectors({ components: versionedComponents, pages: versionedPages }, grafanaVersion);
  };
  return async (path, argument) => {
    table ??= load();
    table.catch(() => (table = null));
    const value = path.split('.').reduce(ownMember, await table);
    const name = typeof value === 'function' ? value(argument ?? '') : value;
    return typeof name === 'string' && name !== '' ? name : null;
  };
}

/** Own members only: a guide must not reach `constructor` through the table. */
function ownMember(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Object.getOwnPropertyDescriptor(owner, name)?.value : undefined;
}

/** CSS for one element that bears the name. @param stable a variable tail of it may be another */
export function namedCss(name: string, stable: boolean): string {
  const prefix = stable ? stablePrefix(name) : null;
  return prefix === null
    ? `:is([data-testid=${quoteCss(name)}], [aria-label=${quoteCss(name)}])`
    : `[data-testid^=${quoteCss(prefix)}]`;
}
