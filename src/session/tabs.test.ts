import { channelTabs, type Channel } from './tabs';
import { FakeClock } from '../testing/FakeClock';

/** Channels as a browser has them: what one posts the others get, a moment later. */
function browser() {
  const clock = new FakeClock();
  const listeners = new Map<Channel, Array<(event: { data: unknown }) => void>>();
  const open = (): Channel => {
    const channel: Channel = {
      postMessage: (data) =>
        [...listeners].forEach(([other, own]) => {
          if (other !== channel) {
            clock.after(1, () => own.forEach((listener) => listener({ data })));
          }
        }),
      addEventListener: (_type, listener) => listeners.get(channel)?.push(listener),
    };
    listeners.set(channel, []);
    return channel;
  };
  const tab = () => channelTabs(clock, open);
  const ask = async (tabs: ReturnType<typeof tab>, name: string) => {
    const answer = tabs.held(name);
    await clock.advance(1000);
    return answer;
  };
  return { clock, tab, ask, open };
}

test('a name that another tab holds is held, until it lets go', async () => {
  const { tab, ask } = browser();
  const [first, copy] = [tab(), tab()];
  const letGo = first.hold('presenting/1');
  expect(await ask(copy, 'presenting/1')).toBe(true);
  expect(await ask(copy, 'presenting/2')).toBe(false);
  letGo();
  expect(await ask(copy, 'presenting/1')).toBe(false);
});

test('a tab’s own name is not held by another one, and held twice is let go twice', async () => {
  const { tab, ask } = browser();
  const [first, copy] = [tab(), tab()];
  const letGo = first.hold('a');
  const letGoToo = first.hold('a');
  expect(await ask(first, 'a')).toBe(false);
  letGo();
  letGo();
  expect(await ask(copy, 'a')).toBe(true);
  letGoToo();
  expect(await ask(copy, 'a')).toBe(false);
});

test('rubbish on the channel and a browser without channels leave a tab alone', async () => {
  const { clock, open, ask, tab } = browser();
  const tabs = tab();
  tabs.hold('a');
  const stranger = open();
  for (const rubbish of [null, 'who-holds', { type: 'held' }, { type: 'held', name: 'a'.repeat(201) }]) {
    Reflect.apply(stranger.postMessage, stranger, [rubbish]);
  }
  expect(await ask(tabs, 'b')).toBe(false);
  const alone = channelTabs(clock, () => {
    throw new Error('not here');
  });
  alone.hold('a');
  expect(await ask(alone, 'a')).toBe(false);
  expect(clock.pending()).toBe(0);
});
