/** The main job in Grafana as it really is served: with a content security policy, below a path, on plain http. */
import { expect, test } from './stage';
import { doMainJob, openRoom, refusals } from './suiteJob';

test('below a path, as in root_url = https://example.org/grafana/', async ({ ownStage }) => {
  test.setTimeout(60_000);
  const stage = await ownStage({}, { appSubUrl: '/grafana' });
  const room = await openRoom(stage);
  expect(new URL(room.link).pathname).toMatch(/^\/grafana\/a\//);
  await doMainJob(room);
  expect([room.presenter, room.guided, room.follower].flatMap(({ errors }) => errors)).toEqual([]);
});

test('with a content security policy that has the line that the plugin asks for', async ({ ownStage }) => {
  test.setTimeout(60_000);
  const stage = await ownStage(
    { port: 19123 },
    { csp: true, connectSrc: ['http://127.0.0.1:19123', 'ws://127.0.0.1:19123'] }
  );
  const room = await openRoom(stage);
  await doMainJob(room);
  const people = [room.presenter, room.guided, room.follower];
  expect(people.flatMap(refusals)).toEqual([]);
  expect(people.flatMap(({ errors }) => errors)).toEqual([]);
});
