/** Whether an administrator has Live Sessions switched on here. Pure, and imported by module.js: keep it free of imports. */

/** On unless the saved settings say otherwise. By hand: this runs on every page, where the schema library would be most of it. */
export function isSwitchedOn(jsonData: unknown): boolean {
  return !(
    typeof jsonData === 'object' &&
    jsonData !== null &&
    'liveSessions' in jsonData &&
    jsonData.liveSessions === false
  );
}
