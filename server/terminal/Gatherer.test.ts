/** TERM-3, TERM-9: how output becomes frames. */
import { Gatherer } from './Gatherer';
import { TERMINAL_LIMITS as LIMITS } from './limits';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function gathering() {
  let now = 1000;
  const frames: string[] = [];
  const gatherer = new Gatherer({ monotonic: () => now, wall: () => now }, (bytes) =>
    frames.push(Buffer.from(bytes).toString())
  );
  return { gatherer, frames, later: (ms: number) => (now += ms) };
}

const say = (gatherer: Gatherer, text: string) => gatherer.take(Buffer.from(text));

it('TERM-3: what one turn reads is one frame, at its end', async () => {
  const { gatherer, frames } = gathering();
  say(gatherer, 'one ');
  say(gatherer, 'two');
  expect(frames).toEqual([]);
  await turn();
  expect(frames).toEqual(['one two']);
});

it('TERM-3: what comes right behind a frame waits for more, but not what comes behind a key', async () => {
  const { gatherer, frames } = gathering();
  say(gatherer, 'a');
  await turn();
  say(gatherer, 'b');
  await turn();
  expect(frames).toEqual(['a']);
  gatherer.hurry();
  say(gatherer, 'c');
  await turn();
  expect(frames).toEqual(['a', 'bc']);
  gatherer.stop();
});

it('TERM-3: a full frame goes at once, and is larger the more people get it', () => {
  const { gatherer, frames } = gathering();
  say(gatherer, 'x'.repeat(LIMITS.frameBytes.least));
  expect(frames.map(({ length }) => length)).toEqual([LIMITS.frameBytes.least]);
  gatherer.serve(1000);
  say(gatherer, 'x'.repeat(LIMITS.frameBytes.most - 1));
  expect(frames).toHaveLength(1);
  say(gatherer, 'x');
  expect(frames[1]).toHaveLength(LIMITS.frameBytes.most);
  gatherer.stop();
});

it('TERM-9: no frame ends within a sequence, and what may not pass is in none', async () => {
  const { gatherer, frames, later } = gathering();
  say(gatherer, 'a\x1b[3');
  await turn();
  later(LIMITS.gatherFor);
  say(gatherer, '1mb\x1b]52;c;eA=');
  await turn();
  later(LIMITS.gatherFor);
  say(gatherer, '=\x07c');
  await turn();
  expect(frames).toEqual(['a', '\x1b[31mb', 'c']);
});

it('TERM-3: nothing is lost by a flush or a stop', async () => {
  const { gatherer, frames } = gathering();
  say(gatherer, 'a');
  gatherer.flush();
  gatherer.flush();
  await turn();
  expect(frames).toEqual(['a']);
  say(gatherer, 'b');
  gatherer.stop();
  gatherer.flush();
  expect(frames).toEqual(['a', 'b']);
});

it('TERM-3: keeps what it was given, whatever becomes of the bytes that it was given in', async () => {
  const { gatherer, frames } = gathering();
  const read = Buffer.alloc(3 * LIMITS.frameBytes.least);
  gatherer.serve(1000);
  for (const letter of ['a', 'b', 'c']) {
    gatherer.take(read.fill(letter).subarray(0, LIMITS.frameBytes.least / 2 + 1));
  }
  read.fill('-');
  await turn();
  const each = LIMITS.frameBytes.least / 2 + 1;
  expect(frames).toEqual(['a'.repeat(each) + 'b'.repeat(each) + 'c'.repeat(each)]);
});
