/** The plugin's own channel against a real server: outages, a new key, typing given and taken back, the end. */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { TerminalChannel, type ChannelState, type Entry } from '../../../src/terminal/TerminalChannel';
import type { TalkSocket } from '../../../src/terminal/TerminalTalk';
import { breakableWire } from '../../testing/breakableWire';
import { World } from '../../testing/room';
import { until } from '../../testing/until';
import { LiveRoom, somebody } from './testing/liveRoom';

const world = new World();
const ends: Array<() => unknown> = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
  await world.end();
});

/** A page that looks on, which has been told `keys`. */
function page(room: LiveRoom, keys: { view: string; typing: string | null }, { url = room.url } = {}) {
  const attendeeId = somebody();
  const states: ChannelState[] = [];
  const entries: Entry[] = [];
  let text = '';
  const channel = new TerminalChannel(
    {
      serverUrl: url,
      entry: async () => {
        const entry = { ticket: await room.ticketOf(attendeeId), ...keys };
        entries.push(entry);
        return entry;
      },
      open(address, protocols) {
        const socket = new WebSocket(address, protocols);
        // A browser's socket that fails only says so; this one's would end the test.
        socket.on('error', () => {});
        return socket as unknown as TalkSocket;
      },
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      random: () => 0,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
    },
    {
      onState: (state) => states.push(state),
      onFrame(frame, done) {
        if (frame.kind !== 'resize') {
          text = (frame.kind === 'screen' ? '' : text) + Buffer.from(frame.bytes).toString();
        }
        done();
      },
    }
  );
  ends.push(() => channel.close());
  channel.start({ cols: 80, rows: 24 });
  const is = (kind: ChannelState['kind']) => until(() => channel.state.kind === kind, kind);
  return {
    attendeeId,
    channel,
    keys,
    states,
    entries,
    is,
    sees: (what: string) => until(() => text.includes(what), what),
  };
}

async function shared() {
  await world.start();
  const room = await LiveRoom.create(world.url);
  ends.push(() => room.end());
  const ada = await room.present();
  const { key } = await room.say();
  return { room, ada, key };
}

/** The server hears who may type, as it does from a presenter's desk. */
async function grant(room: LiveRoom, who: { attendeeId: string }): Promise<string> {
  return (await room.say({ typists: [who.attendeeId] })).typists[0].key;
}

test('TERM-3, TERM-13: cut off, it comes back by itself, with what it missed, and says what was typed meanwhile once', async () => {
  const { room, ada, key } = await shared();
  const wire = await breakableWire(world.port);
  ends.push(() => wire.close());
  const grace = page(room, { view: key, typing: null }, { url: wire.url });
  await grace.is('live');
  grace.keys.typing = await grant(room, grace);
  grace.channel.mayType(grace.keys.typing);
  await until(() => grace.states.some((state) => state.kind === 'live' && state.access === 'type'), 'to be let');
  wire.cut();
  await grace.is('away');
  expect(grace.channel.type('echo typed-$((4*4))\r')).toBe(true);
  ada.type('echo missed-$((5*5))\n');
  await ada.sees('missed-25');
  wire.mend();
  await grace.is('live');
  await grace.sees('missed-25');
  await ada.sees('typed-16');
  expect(ada.text.match(/typed-16/g)).toHaveLength(1);
});

test('TERM-16: with an old key it waits for the new one, and is back as soon as it is told', async () => {
  const { room, ada, key } = await shared();
  const grace = page(room, { view: key, typing: null });
  await grace.is('live');
  await room.enter();
  const { key: next } = await room.say();
  await grace.is('away');
  ada.type('echo unseen-$((6*6))\n');
  await ada.sees('unseen-36');
  const asked = grace.entries.length;
  grace.keys.view = next;
  grace.channel.retryNow();
  await grace.is('live');
  await grace.sees('unseen-36');
  expect(grace.entries.length - asked).toBeLessThanOrEqual(2);
});

test('TERM-17: who looks on types nothing; what was not taken before it was taken back does not come true later', async () => {
  const { room, ada, key } = await shared();
  const grace = page(room, { view: key, typing: null });
  await grace.is('live');
  expect(grace.channel.type('echo no\r')).toBe(false);
  const typing = await grant(room, grace);
  grace.channel.mayType(typing);
  const access = () => ('access' in grace.channel.state ? grace.channel.state.access : null);
  await until(() => access() === 'type', 'to be let');
  expect(grace.channel.type('echo yes-$((7*7))\r')).toBe(true);
  await ada.sees('yes-49');
  await room.say({ typists: [] });
  await until(() => access() === 'read', 'to be told');
  expect(grace.channel.type('echo more\r')).toBe(false);
});

test('TERM-18: it ends, and asks for nothing any more', async () => {
  const { room, ada, key } = await shared();
  const grace = page(room, { view: key, typing: null });
  await grace.is('live');
  ada.type('exit 3\n');
  await grace.is('ended');
  expect(grace.channel.state).toEqual({ kind: 'ended', why: 'exited', code: 3 });
  const asked = grace.entries.length;
  grace.channel.retryNow();
  await room.say();
  expect(grace.entries.length).toBe(asked);
});
