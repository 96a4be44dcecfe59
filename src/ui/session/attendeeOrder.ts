/** In which order attendees are listed. Pure. */
import type { AttendeeRow } from '../../session/view';

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** Raised hands in the order in which they went up, then who the step failed for, who says nothing, and the rest. */
function rank({ hand, trouble }: AttendeeRow): number {
  if (hand) {
    return 0;
  }
  return trouble === null ? 3 : trouble.kind === 'failed' ? 1 : 2;
}

/** Those who need help first, each group by name; a new array. */
export function byNeed(rows: readonly AttendeeRow[]): AttendeeRow[] {
  return [...rows].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.hand ? (a.handSince ?? 0) - (b.handSince ?? 0) : 0) ||
      byName.compare(a.name, b.name) ||
      (a.attendeeId < b.attendeeId ? -1 : 1)
  );
}

/** Everyone where they stood, whoever is new at the end: nothing moves under the pointer. */
export function inPlace(rows: readonly AttendeeRow[], order: readonly string[]): AttendeeRow[] {
  const byId = new Map(rows.map((row) => [row.attendeeId, row]));
  const known = order.flatMap((id) => byId.get(id) ?? []);
  const stood = new Set(order);
  return [...known, ...rows.filter(({ attendeeId }) => !stood.has(attendeeId))];
}

/** Whose name holds what was typed, however it is written. */
export function named(rows: readonly AttendeeRow[], typed: string): readonly AttendeeRow[] {
  const wanted = plain(typed.trim());
  return wanted === '' ? rows : rows.filter(({ name, login }) => plain(`${name} ${login ?? ''}`).includes(wanted));
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
