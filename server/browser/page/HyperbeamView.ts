/** A browser that Hyperbeam runs, shown by its own viewer: code of theirs, which its library loads. */
import Hyperbeam, { type HyperbeamEmbed } from '@hyperbeam/web';
import { make } from '../../page/dom';
import type { SocketState } from './LastingSocket';

export interface HyperbeamEvents {
  onSocket(state: SocketState): void;
  /** As whom Hyperbeam knows this user. */
  onViewer(viewerId: string): void;
  /** It could not be shown; trying again may help. */
  onFailed(): void;
}

const STATES = { connecting: 'connecting', playing: 'live', reconnecting: 'away', failed: 'away' } as const;

export class HyperbeamView {
  readonly element = make('div', { class: 'hyperbeam', testId: 'browser-hyperbeam' });
  private embed: HyperbeamEmbed | null = null;
  private isClosed = false;

  constructor(
    private readonly url: string,
    private readonly pass: string | null,
    private readonly events: HyperbeamEvents
  ) {}

  /** Once the element is on the page. */
  async open(): Promise<void> {
    try {
      const embed = await Hyperbeam(this.element, this.url, {
        timeout: 15_000,
        ...(this.pass !== null && { webhookUserdata: { pass: this.pass } }),
        delegateKeyboard: false,
        onConnectionStateChange: ({ state }) => this.events.onSocket(STATES[state]),
      });
      if (this.isClosed) {
        embed.destroy();
        return;
      }
      this.embed = embed;
      this.events.onSocket('live');
      this.events.onViewer(embed.userId);
    } catch {
      if (!this.isClosed) {
        this.events.onFailed();
      }
    }
  }

  /** As whom Hyperbeam knows this user, once it does. */
  get viewerId(): string | null {
    return this.embed?.userId ?? null;
  }

  set drives(drives: boolean) {
    if (this.embed) {
      this.embed.disableInput = !drives;
    }
  }

  close(): void {
    this.isClosed = true;
    this.embed?.destroy();
    this.element.remove();
  }
}
