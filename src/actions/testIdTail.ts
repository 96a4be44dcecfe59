/** Test ids whose end differs from one Grafana to the next. Pure. */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const NUMBER_OR_UUID = new RegExp(`^(.*?[-_ :/])(?:${UUID}|\\d+)$`, 'i');
/** Names that are followed by a title somebody has written. */
const TITLED =
  /^((?:data-testid )?(?:Panel header|Panel menu|browse dashboards row|dashboard-row-title-|header-container|Dashboard template variables submenu Label) ?)\S/;
/** Characters; a shorter prefix fits anything. */
const LEAST = 6;

/** What stands before the number, UUID or title at the end of a test id; null where there is none. */
export function stablePrefix(testId: string): string | null {
  const prefix = NUMBER_OR_UUID.exec(testId)?.[1] ?? TITLED.exec(testId)?.[1] ?? '';
  return prefix.replace(/^data-testid /, '').length >= LEAST ? prefix : null;
}
