/** A session's screen model, seen from the server: it is told every frame, and asked for the screen. */
import { Worker } from 'node:worker_threads';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { FromModel, ToModel } from './modelMessages';
import type { Size } from '../../src/protocol/terminalWire';

export interface Screen {
  /** The newest frame that it shows. */
  number: number;
  size: Size;
  text: string;
}

export interface ModelEvents {
  /** It has drawn everything up to this frame. */
  onDrawn(number: number): void;
  onAnswer(data: string): void;
  /** It cannot go on. */
  onFailure(error: Error): void;
}

export class ScreenModel {
  private readonly worker: Worker;
  private readonly asked = new Map<number, (screen: Screen) => void>();
  private readonly undrawn: Array<{ number: number; bytes: number }> = [];
  private asks = 0;
  private behind = 0;

  constructor(
    code: string,
    size: Size,
    private readonly events: ModelEvents
  ) {
    this.worker = new Worker(code, {
      eval: true,
      env: {},
      workerData: { ...size, scrollback: LIMITS.scrollback },
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    this.worker.on('message', (message: FromModel) => this.take(message));
    this.worker.on('error', (error) => events.onFailure(error));
  }

  /** Bytes of output that it was told and has not drawn. */
  get behindBytes(): number {
    return this.behind;
  }

  output(number: number, bytes: Uint8Array): void {
    this.undrawn.push({ number, bytes: bytes.length });
    this.behind += bytes.length;
    this.tell({ type: 'output', number, bytes });
  }

  resize(number: number, size: Size): void {
    this.tell({ type: 'resize', number, size });
  }

  /** The screen as far as it is drawn, with so many lines of history. Never resolves once it was ended. */
  screen(scrollback: number): Promise<Screen> {
    const id = (this.asks += 1);
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      this.tell({ type: 'screen', id, scrollback });
    });
  }

  async end(): Promise<void> {
    this.asked.clear();
    await this.worker.terminate();
  }

  private tell(message: ToModel): void {
    this.worker.postMessage(message);
  }

  private take(message: FromModel): void {
    switch (message.type) {
      case 'drawn':
        while (this.undrawn.length > 0 && this.undrawn[0].number <= message.number) {
          this.behind -= this.undrawn.shift()?.bytes ?? 0;
        }
        this.events.onDrawn(message.number);
        break;
      case 'answer':
        this.events.onAnswer(message.data);
        break;
      case 'screen':
        this.asked.get(message.id)?.(message);
        this.asked.delete(message.id);
        break;
    }
  }
}
