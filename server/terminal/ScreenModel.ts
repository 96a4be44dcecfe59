/**
 * A session's screen model, seen from the server. It follows behind the output: at once where a program may wait for an
 * answer of its terminal, a moment later where it is text, and in a flood only now and then.
 */
import { Worker } from 'node:worker_threads';
import { Backlog, type ModelState } from './Backlog';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { FromModel, ToModel } from './modelMessages';
import type { Size } from '../../src/protocol/terminalWire';

export interface Screen {
  /** The newest frame that it shows. */
  number: number;
  size: Size;
  /** Text that draws it. */
  bytes: Uint8Array;
}

export interface ModelEvents {
  /** No screen will be asked of it that ends before this frame. */
  onDrawn(number: number): void;
  onAnswer(data: string): void;
  /** It cannot go on. */
  onFailure(error: Error): void;
}

/** One for all who want the same, until it is answered: in a flood many do at once, and each would take its time. */
interface Ask {
  /** How many steps it has waited for. */
  waited: number;
  isTold: boolean;
  answers: Array<(screen: Screen) => void>;
}

/** After so many steps a screen is made of what there is. */
const STEPS = 4;

export class ScreenModel {
  private readonly worker: Worker;
  private readonly backlog = new Backlog({ scrollback: LIMITS.scrollback, step: LIMITS.modelStepBytes });
  /** By lines of history. */
  private readonly asks = new Map<number, Ask>();
  private state: ModelState;
  /** Bytes that it is drawing; null while it has nothing to do. */
  private drawing: number | null = null;
  /** The newest frame, and the newest that it should draw without waiting for more. */
  private newest = 0;
  private due = 0;
  /** Bytes of output since the beginning. */
  private told = 0;
  private timer: { soon: boolean; timeout: NodeJS.Timeout } | null = null;

  constructor(
    code: string,
    size: Size,
    private readonly events: ModelEvents
  ) {
    this.state = { rows: size.rows, scrollsWhole: true };
    this.worker = new Worker(code, {
      eval: true,
      env: {},
      workerData: {
        ...size,
        scrollback: LIMITS.scrollback,
        historyBytes: LIMITS.historyBytes,
        answerBytes: LIMITS.answerBytes,
      },
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    this.worker.on('message', (message: FromModel) => this.take(message));
    this.worker.on('error', (error) => events.onFailure(error));
  }

  /** Bytes of output that it was not told or has not drawn. */
  get behindBytes(): number {
    return this.backlog.bytes + (this.drawing ?? 0);
  }

  /** @param bytes must not change any more */
  output(number: number, bytes: Uint8Array): void {
    const mayBeAnswered = !this.backlog.output(number, bytes);
    this.newest = number;
    this.told += bytes.length;
    if (this.backlog.bytes > LIMITS.modelLazyBytes) {
      this.shorten();
    } else if (!this.timer || (mayBeAnswered && !this.timer.soon)) {
      this.wait(mayBeAnswered);
    }
  }

  resize(number: number, size: Size): void {
    this.backlog.resize(number, size);
    this.newest = number;
    this.goOn(number);
  }

  /** The screen, with so many lines of history. Never resolves once it was ended. */
  screen(scrollback: number): Promise<Screen> {
    return new Promise((answer) => {
      const ask = this.asks.get(scrollback) ?? { waited: 0, isTold: false, answers: [] };
      ask.answers.push(answer);
      this.asks.set(scrollback, ask);
      this.goOn(this.newest);
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer?.timeout);
    this.asks.clear();
    await this.worker.terminate();
  }

  /** In a flood of text nothing needs to be drawn until somebody asks. */
  private shorten(): void {
    const isIdle = this.drawing === null && this.asks.size === 0;
    const number = isIdle ? this.backlog.trim(this.state) : null;
    if (number !== null && this.backlog.bytes < LIMITS.modelLazyBytes / 2) {
      this.events.onDrawn(number);
    } else {
      this.goOn(this.newest);
    }
  }

  private wait(soon: boolean): void {
    clearTimeout(this.timer?.timeout);
    const before = this.told;
    const timeout = setTimeout(
      () => {
        this.timer = null;
        if (!soon && this.told - before > LIMITS.modelLazyAbove) {
          this.wait(false);
        } else {
          this.goOn(this.newest);
        }
      },
      soon ? LIMITS.modelAnswersAfter : LIMITS.modelLazyFor
    );
    this.timer = { soon, timeout };
  }

  /** Has it draw everything up to a frame, one step after the other. */
  private goOn(due: number): void {
    this.due = this.untold.length > 0 ? this.newest : Math.max(this.due, due);
    if (this.drawing !== null) {
      return;
    }
    const { oldest } = this.backlog;
    const step = oldest !== null && oldest <= this.due ? this.backlog.take(this.state) : null;
    if (step?.type === 'resize') {
      this.drawing = 0;
      this.tell(step);
    } else if (step) {
      this.drawing = step.bytes.length;
      this.tell(step);
    }
    this.answer();
  }

  /** Right behind what it is to show; in a flood that must be drawn whole that is soon enough not all there is. */
  private answer(): void {
    const isNear = this.backlog.bytes <= LIMITS.modelStepBytes;
    for (const [scrollback, ask] of this.untold) {
      if (!isNear && ask.waited < STEPS) {
        ask.waited += 1;
      } else {
        ask.isTold = true;
        this.tell({ type: 'screen', scrollback });
      }
    }
  }

  /** The shortest first, which the longer ones would hold up. */
  private get untold(): Array<[number, Ask]> {
    return [...this.asks].filter(([, { isTold }]) => !isTold).sort(([one], [other]) => one - other);
  }

  private tell(message: ToModel): void {
    this.worker.postMessage(message);
  }

  private take(message: FromModel): void {
    switch (message.type) {
      case 'drawn':
        this.drawing = null;
        this.state = message.state;
        this.events.onDrawn(message.number);
        this.goOn(0);
        break;
      case 'answer':
        this.events.onAnswer(message.data);
        break;
      case 'screen':
        this.answered(message);
        break;
    }
  }

  private answered(screen: Extract<FromModel, { type: 'screen' }>): void {
    const ask = this.asks.get(screen.scrollback);
    this.asks.delete(screen.scrollback);
    ask?.answers.forEach((answer) => answer(screen));
  }
}
