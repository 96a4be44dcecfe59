import { LIMITS } from '../../protocol/limits';
import type { AttendeeRow } from '../../session/view';
import { fakeAttendees } from '../../testing/fakeViews';
import { byNeed, inPlace, named } from './attendeeOrder';

const [base] = fakeAttendees(1);
const row = (name: string, change: Partial<AttendeeRow> = {}): AttendeeRow => ({
  ...base,
  attendeeId: name,
  name,
  ...change,
});
const silent = { kind: 'silent', stepId: 'one' } as const;
const failed = { kind: 'failed', stepId: 'one', outcome: 'failed', detail: '' } as const;
const up = (handSince: number) => ({ hand: true, handSince });
const names = (rows: readonly AttendeeRow[]) => rows.map(({ name }) => name).join(' ');

test('hands come first in the order in which they went up, then failed, then silent, then the rest by name', () => {
  const rows = [
    row('zoë'),
    row('Émile'),
    row('bob', { trouble: silent }),
    row('Ann', { trouble: silent }),
    row('late', { ...up(20), trouble: failed }),
    row('cyd', { trouble: failed }),
    row('early', up(10)),
    row('eve'),
  ];
  expect(names(byNeed(rows))).toBe('early late cyd Ann bob Émile eve zoë');
  expect(names(byNeed([...rows].reverse()))).toBe('early late cyd Ann bob Émile eve zoë');
});

test('two of one name always stand in the same order', () => {
  const twins = [row('b', { name: 'Ada' }), row('a', { name: 'Ada' })];
  expect(byNeed(twins).map(({ attendeeId }) => attendeeId)).toEqual(['a', 'b']);
});

test('held in place nobody moves, who is gone is left out and who is new comes last', () => {
  const rows = [row('new', { trouble: failed }), row('b', { trouble: failed }), row('a')];
  expect(names(inPlace(rows, ['a', 'gone', 'b']))).toBe('a b new');
});

test('a name is found without its accents, in any case, and by its login', () => {
  const rows = [row('Émile Zola'), row('Ada', { login: 'lovelace' }), row('Bob')];
  expect(names(named(rows, ' emile '))).toBe('Émile Zola');
  expect(names(named(rows, 'LOVE'))).toBe('Ada');
  expect(names(named(rows, ' '))).toBe('Émile Zola Ada Bob');
  expect(named(rows, '[a')).toEqual([]);
});

test('a full room is sorted in less than a frame', () => {
  const rows = fakeAttendees(LIMITS.roster);
  byNeed(rows);
  const began = performance.now();
  byNeed(rows);
  expect(performance.now() - began).toBeLessThan(100);
});
