/** The session server's key as it is edited: Grafana says whether there is one, never what it is. Pure. */
import { apiKeyProblem } from './settings';

export type ApiKeyEdit = { kind: 'kept' } | { kind: 'typed'; text: string; replaces: boolean };

/** @param stored whether Grafana has a key */
export function unedited(stored: boolean): ApiKeyEdit {
  return stored ? { kind: 'kept' } : { kind: 'typed', text: '', replaces: false };
}

export function isChanged(edit: ApiKeyEdit): boolean {
  return edit.kind === 'typed' && (edit.text !== '' || edit.replaces);
}

/** Whether there is a key once this is saved. */
export function hasKey(edit: ApiKeyEdit): boolean {
  return edit.kind === 'kept' || edit.text !== '';
}

/** In words for an administrator; null when it will do. */
export function problemOf(edit: ApiKeyEdit): string | null {
  return edit.kind === 'typed' ? apiKeyProblem(edit.text) : null;
}

/** What to save: nothing where it stays as it is, an empty key where the one that was there is to go. */
export function secretsOf(edit: ApiKeyEdit): { secureJsonData?: { apiKey: string } } {
  return edit.kind === 'typed' && isChanged(edit) ? { secureJsonData: { apiKey: edit.text } } : {};
}
