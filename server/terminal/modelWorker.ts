/** A session's screen model, in a thread of its own: what a newcomer is shown. */
import { parentPort, workerData } from 'node:worker_threads';
import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/headless';
import { z } from 'zod';
import { linesWithin } from './linesWithin';
import type { FromModel, ToModel } from './modelMessages';
import { Remainder } from './Remainder';

const port = parentPort;
if (!port) {
  throw new Error('this is the code of a worker thread');
}
const { cols, rows, scrollback, historyBytes, answerBytes } = z
  .object({
    cols: z.number(),
    rows: z.number(),
    scrollback: z.number(),
    historyBytes: z.number(),
    answerBytes: z.number(),
  })
  .parse(workerData);

const terminal = new Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
const serializer = new SerializeAddon();
terminal.loadAddon(new Unicode11Addon());
terminal.unicode.activeVersion = '11';
// Written against the browser's terminal, of which it uses what the headless one has, too.
terminal.loadAddon(serializer);
const remainder = new Remainder(terminal);

let drawn = 0;
const queue: Array<Exclude<ToModel, { type: 'screen' }>> = [];
/** A resize waits for what was written before it, and everything after it for the resize. */
let resizing = false;

const say = (message: FromModel, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);
const sayDrawn = () =>
  say({ type: 'drawn', number: drawn, state: { rows: terminal.rows, scrollsWhole: remainder.scrollsWhole } });

function take(): void {
  while (!resizing) {
    const next = queue.shift();
    if (!next) {
      return;
    }
    const { number } = next;
    if (next.type === 'output') {
      terminal.write(next.bytes, () => {
        drawn = number;
        sayDrawn();
      });
    } else {
      resizing = true;
      terminal.write('', () => {
        terminal.resize(next.size.cols, next.size.rows);
        drawn = number;
        sayDrawn();
        resizing = false;
        take();
      });
    }
  }
}

/** What is drawn in one go is answered in one: a program may ask a million times and read none of it. */
let answer = '';
terminal.onData((data) => {
  if (answer === '') {
    queueMicrotask(() => {
      say({ type: 'answer', data: answer });
      answer = '';
    });
  }
  if (answer.length + data.length <= answerBytes) {
    answer += data;
  }
});

port.on('message', (message: ToModel) => {
  if (message.type === 'screen') {
    // Between two writes: output comes in whole sequences, so the screen can be taken at any of them.
    const lines = linesWithin(terminal, message.scrollback, historyBytes);
    const text = serializer.serialize({ scrollback: lines }) + remainder.text();
    const size = { cols: terminal.cols, rows: terminal.rows };
    const bytes = new TextEncoder().encode(text);
    say({ type: 'screen', scrollback: message.scrollback, number: drawn, size, bytes }, [bytes.buffer]);
  } else {
    queue.push(message);
    take();
  }
});
