/** TERM-5, TERM-11, TERM-13: what one person is sent, and when. */
import { FrameLog } from './FrameLog';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { pack } from './packed';
import { Place } from './Place';
import type { Screen } from './ScreenModel';

const size = { cols: 80, rows: 24 };
const soon = () => new Promise((resolve) => setImmediate(resolve));

function seated() {
  const log = new FrameLog();
  const asked: Array<{ scrollback: number; answer: (screen: Screen) => void }> = [];
  const sent: Array<{ number: number; length: number }> = [];
  const texts: string[] = [];
  let flooded = false;
  const place = new Place(
    1,
    'type',
    'somebody',
    true,
    { name: 'Ada', size },
    {
      log,
      screen: (scrollback) => new Promise((answer) => asked.push({ scrollback, answer })),
      isFlooded: () => flooded,
    }
  );
  place.attach(
    {
      text: (text) => texts.push(text),
      frame: ({ bytes, length }) => sent.push({ number: bytes.readDoubleBE(bytes.length - length + 1), length }),
      close: () => {},
      unsent: 0,
    },
    null
  );
  return {
    place,
    asked,
    sent,
    texts,
    output: (bytes: number) => {
      const frame = pack({ kind: 'output', number: log.next }, Buffer.alloc(bytes));
      log.push(frame);
      place.send(frame);
    },
    answer: async (number: number) => {
      asked.shift()?.answer({ number, size, bytes: Buffer.from('screen') });
      await soon();
    },
    flood: (is: boolean) => (flooded = is),
    total: () => sent.reduce((sum, { length }) => sum + length, 0),
  };
}

/** One who has the first screen and the history. */
async function arrived() {
  const seat = seated();
  await seat.answer(0);
  await seat.answer(0);
  return seat;
}

it('TERM-4: gets the screen, what came meanwhile, and the same with the history', async () => {
  const { asked, sent, output, answer } = seated();
  output(10);
  output(10);
  expect(sent).toEqual([]);
  expect(asked.map(({ scrollback }) => scrollback)).toEqual([0]);
  await answer(1);
  expect(sent.map(({ number }) => number)).toEqual([1, 2]);
  expect(asked.map(({ scrollback }) => scrollback)).toEqual([LIMITS.scrollback]);
  output(10);
  await answer(2);
  expect(sent.map(({ number }) => number)).toEqual([1, 2, 3, 2, 3]);
});

it('TERM-4: gets no history in a flood, and everything that comes', async () => {
  const { asked, sent, output, answer, flood } = seated();
  flood(true);
  await answer(0);
  output(10);
  await soon();
  expect(asked).toEqual([]);
  expect(sent.map(({ number }) => number)).toEqual([0, 1]);
  flood(false);
  await new Promise((resolve) => setTimeout(resolve, 2 * LIMITS.calm.every));
  expect(asked.map(({ scrollback }) => scrollback)).toEqual([LIMITS.scrollback]);
});

it('TERM-5: is sent nothing more when too much is not drawn, and the screen when nearly all is', async () => {
  const { place, asked, sent, output, answer, total } = await arrived();
  for (let bytes = 0; bytes <= LIMITS.undrawnBytes; bytes += LIMITS.frameBytes.most) {
    output(LIMITS.frameBytes.most);
  }
  const { length } = sent;
  output(10);
  expect(sent).toHaveLength(length);
  place.hasDrawn(total() - LIMITS.almostDrawnBytes - 1);
  expect(asked).toEqual([]);
  place.hasDrawn(total() - LIMITS.almostDrawnBytes);
  expect(asked.map(({ scrollback }) => scrollback)).toEqual([0]);
  await answer(6);
  expect(sent.slice(length).map(({ number }) => number)).toEqual([6]);
});

it('TERM-11: may say once of each frame that it is drawn, and of none before', async () => {
  const { place, output, sent } = await arrived();
  output(10);
  const answers = Array.from({ length: sent.length + 2 }, () => place.takeOwed());
  expect(answers.filter((isOwed) => isOwed)).toHaveLength(sent.length);
  // Those that were not owed count against no frame that comes.
  output(10);
  expect([place.takeOwed(), place.takeOwed()]).toEqual([true, false]);
});

it('TERM-13: a paste in many inputs is acknowledged once, and nothing after it has left', async () => {
  const { place, texts } = await arrived();
  for (place.input = 0; place.input < 50; place.input += 1) {
    place.acknowledge();
  }
  await new Promise((resolve) => setTimeout(resolve, 3 * LIMITS.acknowledgeFor));
  expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([{ type: 'typed', input: 50 }]);
  place.acknowledge();
  place.detach();
  await new Promise((resolve) => setTimeout(resolve, 3 * LIMITS.acknowledgeFor));
  expect(texts).toHaveLength(1);
});
