import { keptAnswers, MOST_QUESTIONS } from './keptAnswers';

function setUp() {
  let time = 0;
  const asked: string[] = [];
  const keep = keptAnswers(() => time);
  return {
    asked,
    ask: (key: string) =>
      keep(key, async () => {
        asked.push(key);
        if (key.startsWith('bad')) {
          throw new Error('refused');
        }
        return key;
      }).then(
        (answer) => answer,
        (error: unknown) => (error instanceof Error ? error.message : '')
      ),
    pass: (ms: number) => (time += ms),
  };
}
const TOO_MANY = 'this guide asks Grafana too much at once';

test('an answer counts for ten seconds, a refusal is asked for again', async () => {
  const { ask, asked, pass } = setUp();
  expect(await Promise.all([ask('a'), ask('a'), ask('bad')])).toEqual(['a', 'a', 'refused']);
  pass(9_999);
  await Promise.all([ask('a'), ask('bad')]);
  pass(1);
  await ask('a');
  expect(asked).toEqual(['a', 'bad', 'bad', 'a']);
});

test.each(['', 'bad '])('a guide with thousands of conditions (%j) does not flood Grafana', async (kind) => {
  const { ask, asked, pass } = setUp();
  const all = () => Promise.all(Array.from({ length: 10_000 }, (_, n) => ask(`${kind}${n}`)));
  const answers = await all();
  expect(answers.filter((answer) => answer === TOO_MANY)).toHaveLength(10_000 - MOST_QUESTIONS);
  await all();
  expect(asked).toHaveLength(MOST_QUESTIONS);
  pass(10_000);
  await all();
  expect(asked).toHaveLength(2 * MOST_QUESTIONS);
});
