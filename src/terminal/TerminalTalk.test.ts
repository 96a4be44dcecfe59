import type { FromClient } from '../protocol/terminalWire';
import { TerminalTalk, type TalkSocket } from './TerminalTalk';

const WELCOME = { type: 'welcome', run: '0a'.repeat(16), you: 1, access: 'type', input: 0 };

/** A client that is 80 columns by 24 rows until it is told otherwise, and what a server hears from it. */
function client() {
  const heard: FromClient[] = [];
  let size = { cols: 80, rows: 24 };
  const socket: TalkSocket = {
    binaryType: 'blob',
    readyState: 1,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => void heard.push(JSON.parse(String(text)) as FromClient),
    close: () => undefined,
  };
  const talk = new TerminalTalk({
    secret: '0b'.repeat(16),
    after: () => () => undefined,
    introduction: () => ({ name: '', size }),
    onFrame: (_frame, done) => done(),
    onMessage: () => undefined,
    onClose: () => undefined,
  });
  talk.use(socket);
  const call = (handler: unknown, event: unknown) => (handler as (event: unknown) => void)(event);
  return {
    talk,
    opens: () => call(socket.onopen, new Event('open')),
    isWelcomed: () => call(socket.onmessage, new MessageEvent('message', { data: JSON.stringify(WELCOME) })),
    become: (cols: number, rows: number) => (size = { cols, rows }),
    sizes: () => heard.flatMap((each) => (each.type === 'size' ? [[each.cols, each.rows]] : [])),
  };
}

test('a size that came between introduction and welcome, when nobody heard it, is said again', () => {
  const { opens, isWelcomed, become, sizes } = client();
  opens();
  become(60, 18);
  isWelcomed();
  expect(sizes()).toEqual([[60, 18]]);
});

test('the size of the introduction is not said again', () => {
  const { opens, isWelcomed, become, sizes } = client();
  become(60, 18);
  opens();
  isWelcomed();
  expect(sizes()).toEqual([]);
});
