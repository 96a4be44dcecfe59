/** Draws what the shared terminal's server sends on an xterm.js, in order; the terminal's own page and the dock do it alike. */
import type { Terminal } from '@xterm/xterm';
import type { Frame } from '../protocol/terminalFrames';

export class FrameWriter {
  private readonly queue: Array<{ frame: Frame; done: () => void }> = [];
  /** A resize waits for what was written before it. */
  private waiting = false;

  constructor(private readonly terminal: Terminal) {
    leaveAnswersToServer(terminal);
  }

  /** `done` is called once it is drawn. */
  take(frame: Frame, done: () => void): void {
    this.queue.push({ frame, done });
    this.next();
  }

  private next(): void {
    while (!this.waiting) {
      const next = this.queue.shift();
      if (!next) {
        return;
      }
      const { frame, done } = next;
      if (frame.kind === 'output') {
        this.terminal.write(frame.bytes, done);
        continue;
      }
      this.waiting = true;
      this.terminal.write('', () => {
        if (frame.kind === 'screen') {
          this.terminal.reset();
        }
        this.terminal.resize(frame.size.cols, frame.size.rows);
        this.waiting = false;
        if (frame.kind === 'screen') {
          this.terminal.write(frame.bytes, done);
        } else {
          done();
        }
        this.next();
      });
    }
  }
}

/** A program that asks its terminal something is answered once, by the server's model, and not by everybody's page. */
function leaveAnswersToServer({ parser }: Terminal): void {
  const isAnswered = () => true;
  for (const id of [
    { final: 'c' },
    { prefix: '>', final: 'c' },
    { prefix: '=', final: 'c' },
    { final: 'n' },
    { prefix: '?', final: 'n' },
    { intermediates: '$', final: 'p' },
    { prefix: '?', intermediates: '$', final: 'p' },
    { prefix: '>', final: 'q' },
    { prefix: '?', final: 'u' },
  ]) {
    parser.registerCsiHandler(id, isAnswered);
  }
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isAnswered);
  for (const colour of [4, 10, 11, 12]) {
    parser.registerOscHandler(colour, (data) => data.includes('?'));
  }
}

/** Of web pages alone, and without a way back to this one. */
export function openLink(address: string): void {
  if (/^https?:\/\//i.test(address)) {
    window.open(address, '_blank', 'noopener,noreferrer');
  }
}
