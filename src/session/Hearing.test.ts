import { TIMES } from '../protocol/limits';
import { FakeClock } from '../testing/FakeClock';
import { Hearing } from './Hearing';

function room(heardAt: number | null) {
  const clock = new FakeClock();
  const world = { clock, heard: heardAt, changes: 0 };
  const hearing = new Hearing({ clock, heardAt: () => world.heard, changed: () => (world.changes += 1) });
  return { clock, world, hearing };
}

test('CON-18: where neither the directory nor the room answers the page is unheard, until one of them does', async () => {
  const { clock, world, hearing } = room(0);
  hearing.answered(false);
  await clock.advance(TIMES.unheard - 1_000);
  expect(hearing.isUnheard).toBe(false);
  await clock.advance(1_000);
  expect(hearing.isUnheard).toBe(true);
  world.heard = clock.now();
  hearing.look();
  expect(hearing.isUnheard).toBe(false);
  await clock.advance(TIMES.unheard);
  expect(hearing.isUnheard).toBe(true);
  hearing.answered(true);
  expect(hearing.isUnheard).toBe(false);
  expect(world.changes).toBe(4);
});

test.each([
  ['a room that is silent while the directory answers', 0, true],
  ['a directory that does not answer where nobody is in the room', null, false],
])('CON-18: %s makes nobody unheard', async (_what, heardAt, answers) => {
  const { clock, world, hearing } = room(heardAt);
  hearing.answered(answers);
  await clock.advance(10 * TIMES.unheard);
  expect(hearing.isUnheard).toBe(false);
  expect(world.changes).toBe(0);
});

test('a page that has gone looks no more', async () => {
  const { clock, world, hearing } = room(0);
  hearing.answered(false);
  hearing.close();
  await clock.advance(10 * TIMES.unheard);
  expect(world.changes).toBe(0);
  expect(clock.pending()).toBe(0);
});
