import { randomBytes } from 'node:crypto';
import { Roster, type Arrival } from './Roster';

function rosterOf(users: number, remembered: number) {
  const roster = new Roster({ randomBytes, users, remembered });
  const enter = (more: Partial<Arrival> = {}) => {
    const entry = roster.enter({ name: undefined, isCreator: false, token: null, now: 0, wall: 1000, ...more });
    if (!entry.ok) {
      throw new Error(entry.why);
    }
    return entry;
  };
  return { roster, enter };
}

test('BROW-10: forgets who left before who was removed, and never who is here or the creator', () => {
  const { roster, enter } = rosterOf(2, 4);
  const ada = enter({ isCreator: true });
  const mallory = enter();
  roster.gone(mallory.user.id, 'removed');
  roster.gone(ada.user.id, 'left');
  const tokens = Array.from({ length: 20 }, () => {
    const guest = enter();
    roster.gone(guest.user.id, 'left');
    return guest.token;
  });
  expect(roster.isRemoved(mallory.token)).toBe(true);
  expect(tokens.filter((token) => roster.knows(token))).toEqual(tokens.slice(-2));
  expect(enter({ token: ada.token })).toMatchObject({ isNew: false, isBack: true, user: ada.user });
  // Where nobody has left, those who were removed first.
  const removed = Array.from({ length: 20 }, () => {
    const guest = enter();
    roster.gone(guest.user.id, 'removed');
    return guest.token;
  });
  expect(removed.filter((token) => roster.isRemoved(token)).length).toBeLessThan(5);
  expect(roster.here).toEqual([ada.user]);
});

test('who is silent is not who left', () => {
  const { roster, enter } = rosterOf(3, 10);
  const [ada, bob] = [enter({ now: 0 }), enter({ now: 10 })];
  roster.gone(enter({ now: 0 }).user.id, 'left');
  expect(roster.silentSince(5)).toEqual([ada.user]);
  roster.heard(ada.user.id, 20);
  expect(roster.silentSince(15)).toEqual([bob.user]);
});
