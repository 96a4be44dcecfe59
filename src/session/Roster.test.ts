import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeJoin } from '../protocol/messages';
import { ATTENDEE_MESSAGES } from '../testing/sampleMessages';
import { Roster, type Admission } from './Roster';

const joinOf = (changes: Partial<AttendeeJoin> = {}): AttendeeJoin => ({
  ...ATTENDEE_MESSAGES.attendee_join,
  ...changes,
});
const OTHER_TAB = 'fedcba9876543210';

function admitted(admission: Admission<string>) {
  if (admission.kind !== 'admitted') {
    throw new Error(admission.reason);
  }
  return admission;
}

function room() {
  const roster = new Roster<string>();
  roster.join('ada', joinOf(), 'link 1', 100);
  return roster;
}

describe('JOIN-1: one row an attendee', () => {
  test('a newcomer is present with what its join says', () => {
    expect(room().rows()).toEqual([
      {
        following: 'on',
        handSince: null,
        joined: 100,
        since: 100,
        attendeeId: 'ada',
        resumeSecret: ATTENDEE_MESSAGES.attendee_join.resumeSecret,
        tabId: ATTENDEE_MESSAGES.attendee_join.tabId,
        name: 'Ada',
        mode: 'follow',
        hand: false,
        links: ['link 1'],
        lastHeard: 100,
        awaySince: null,
        last: { epoch: 1, seq: 5 },
      },
    ]);
  });

  test('coming back is the same row, with what the newest join says', () => {
    const roster = room();
    roster.linkGone('ada', 'link 1', 200);
    roster.join('ada', joinOf({ mode: 'guided', hand: true }), 'link 2', 300);
    expect(roster.rows()).toHaveLength(1);
    expect(roster.get('ada')).toMatchObject({ mode: 'guided', hand: true, links: ['link 2'], awaySince: null });
  });

  test('rows that were handed out do not change under their reader', () => {
    const roster = room();
    const [before] = roster.rows();
    roster.update('ada', { hand: true }, 150);
    expect(before.hand).toBe(false);
    expect(roster.get('ada')?.hand).toBe(true);
  });

  test('rows and links are the same arrays until one of them changes, and then others', () => {
    const roster = room();
    const [rows, links] = [roster.rows(), roster.links()];
    roster.heard('ada', 200);
    roster.reached('ada', { epoch: 1, seq: 9 });
    expect(roster.rows()).toBe(rows);
    expect(roster.links()).toBe(links);
    expect(roster.get('ada')).toMatchObject({ lastHeard: 200, last: { epoch: 1, seq: 9 } });
    roster.join('bob', joinOf(), 'link 2', 300);
    expect([rows.length, roster.rows().length]).toEqual([1, 2]);
    expect([links, roster.links()]).toEqual([['link 1'], ['link 1', 'link 2']]);
    roster.linkGone('ada', 'link 1', 400);
    expect(roster.links()).toEqual(['link 2']);
    roster.leave('bob');
    expect([roster.rows().length, roster.links()]).toEqual([1, []]);
  });

  test('what concerns nobody changes nothing', () => {
    const roster = room();
    roster.update('eve', { hand: true }, 150);
    roster.heard('eve', 1);
    roster.reached('eve', { epoch: 1, seq: 1 });
    roster.linkGone('eve', 'link 1', 1);
    roster.linkGone('ada', 'another link', 1);
    expect(roster.leave('eve')).toBeUndefined();
    expect(roster.get('ada')).toMatchObject({ links: ['link 1'], awaySince: null });
    expect(roster.rows()).toHaveLength(1);
  });
});

describe('JOIN-2: the resume secret', () => {
  test('whoever names an attendee without its secret is refused, present or away', () => {
    const roster = room();
    const stranger = joinOf({ resumeSecret: '00'.repeat(32), takeOver: true });
    expect(roster.join('ada', stranger, 'evil', 200)).toEqual({ kind: 'refused', reason: 'removed' });
    roster.linkGone('ada', 'link 1', 200);
    expect(roster.join('ada', stranger, 'evil', 300)).toEqual({ kind: 'refused', reason: 'removed' });
    expect(roster.get('ada')).toMatchObject({ name: 'Ada', links: [] });
  });

  test('it is good for the attendee’s own row alone', () => {
    const roster = room();
    roster.join('bob', joinOf({ name: 'Bob', resumeSecret: '11'.repeat(32) }), 'link 2', 100);
    expect(roster.join('bob', joinOf(), 'evil', 100).kind).toBe('refused');
  });
});

describe('JOIN-3: tabs', () => {
  test('a second tab is refused while the first is there', () => {
    const roster = room();
    expect(roster.join('ada', joinOf({ tabId: OTHER_TAB }), 'link 2', 200)).toEqual({
      kind: 'refused',
      reason: 'other-tab',
    });
    expect(roster.get('ada')?.links).toEqual(['link 1']);
  });

  test('it takes over when it says so, and the links of the first are handed back to be told', () => {
    const roster = room();
    roster.join('ada', joinOf(), 'link 2', 150);
    const { replaced, surplus, row } = admitted(
      roster.join('ada', joinOf({ tabId: OTHER_TAB, takeOver: true }), 'link 3', 200)
    );
    expect({ replaced, surplus, links: row.links }).toEqual({
      replaced: ['link 1', 'link 2'],
      surplus: [],
      links: ['link 3'],
    });
    expect(roster.join('ada', joinOf(), 'link 4', 300).kind).toBe('refused');
  });

  test('it comes in unasked when the first has no link any more', () => {
    const roster = room();
    roster.linkGone('ada', 'link 1', 150);
    expect(admitted(roster.join('ada', joinOf({ tabId: OTHER_TAB }), 'link 2', 200)).replaced).toEqual([]);
  });

  test('a second link of the same tab stands beside the first until that one goes', () => {
    const roster = room();
    expect(admitted(roster.join('ada', joinOf(), 'link 2', 200)).replaced).toEqual([]);
    expect(roster.get('ada')?.links).toEqual(['link 1', 'link 2']);
    roster.linkGone('ada', 'link 1', 300);
    expect(roster.get('ada')).toMatchObject({ links: ['link 2'], awaySince: null });
  });

  test('JOIN-7: more than the bound push out the oldest, silently', () => {
    const roster = room();
    for (let n = 2; n <= LIMITS.attendeeLinks; n++) {
      expect(admitted(roster.join('ada', joinOf(), `link ${n}`, n)).surplus).toEqual([]);
    }
    const { surplus, replaced, row } = admitted(roster.join('ada', joinOf(), 'one more', 9));
    expect({ surplus, replaced }).toEqual({ surplus: ['link 1'], replaced: [] });
    expect(row.links).toHaveLength(LIMITS.attendeeLinks);
    expect(row.links.at(-1)).toBe('one more');
  });
});

describe('JOIN-5: away and gone', () => {
  test('without a link an attendee is away, since the last one went', () => {
    const roster = room();
    roster.join('ada', joinOf(), 'link 2', 150);
    roster.linkGone('ada', 'link 2', 200);
    expect(roster.get('ada')?.awaySince).toBeNull();
    roster.linkGone('ada', 'link 1', 300);
    expect(roster.get('ada')?.awaySince).toBe(300);
  });

  test('a silent attendee’s row is given out to have its links closed', () => {
    const roster = room();
    expect(roster.sweep(100 + TIMES.attendeeAway - 1)).toEqual([]);
    expect(roster.sweep(100 + TIMES.attendeeAway).map(({ attendeeId }) => attendeeId)).toEqual(['ada']);
    roster.heard('ada', 5_000);
    expect(roster.sweep(100 + TIMES.attendeeAway)).toEqual([]);
  });

  test('one who is away is no longer silent, and leaves the list after ten minutes', () => {
    const roster = room();
    roster.linkGone('ada', 'link 1', 300);
    expect(roster.sweep(300 + TIMES.attendeeGone - 1)).toEqual([]);
    expect(roster.rows()).toHaveLength(1);
    roster.sweep(300 + TIMES.attendeeGone);
    expect(roster.rows()).toEqual([]);
  });
});

describe('JOIN-6: leaving', () => {
  test('who left may come again', () => {
    const roster = room();
    expect(roster.leave('ada')?.links).toEqual(['link 1']);
    expect(roster.join('ada', joinOf({ resumeSecret: '22'.repeat(32) }), 'link 2', 200).kind).toBe('admitted');
  });
});

test('JOIN-4: in a full list who is away for longest makes room, so that rows left behind keep nobody out', () => {
  const roster = new Roster<string>();
  for (let n = 0; n < LIMITS.roster; n++) {
    roster.join(`attendee ${n}`, joinOf(), `link ${n}`, 0);
  }
  roster.linkGone('attendee 7', 'link 7', 200);
  roster.linkGone('attendee 5', 'link 5', 300);
  expect(roster.join('one more', joinOf(), 'link', 400).kind).toBe('admitted');
  expect(roster.get('attendee 7')).toBeUndefined();
  expect(roster.get('attendee 5')).toBeDefined();
  expect(roster.rows()).toHaveLength(LIMITS.roster);
});

test('JOIN-4: a full list refuses newcomers, not those who are on it', () => {
  const roster = new Roster<string>();
  for (let n = 0; n < LIMITS.roster; n++) {
    expect(roster.join(`attendee ${n}`, joinOf(), `link ${n}`, n).kind).toBe('admitted');
  }
  expect(roster.join('one more', joinOf(), 'link', 0)).toEqual({ kind: 'refused', reason: 'full' });
  expect(roster.join('attendee 0', joinOf(), 'again', 0).kind).toBe('admitted');
});
