/** Loads Hyperbeam's viewer and shows it in the stage, or says that it did not load. */
import type { Frame } from './Frame';
import { openingCard, overCard } from './forms';
import type { HyperbeamView } from './HyperbeamView';
import type { SocketState } from './LastingSocket';

export interface HyperbeamStageDeps {
  drives(): boolean;
  onSocket(state: SocketState): void;
  /** As whom Hyperbeam knows this user. */
  onViewer(viewerId: string): void;
}

const NOT_LOADED = [
  'The browser could not be shown',
  'Hyperbeam’s viewer did not load. Check that this network lets pages reach hyperbeam.com, and try again.',
] as const;

export class HyperbeamStage {
  private view: HyperbeamView | null = null;
  private isClosed = false;

  constructor(
    private readonly frame: Frame,
    private readonly url: string,
    private readonly pass: string | null,
    private readonly deps: HyperbeamStageDeps
  ) {
    void this.open();
  }

  /** The server may be another one by now. */
  introduce(): void {
    if (this.view?.viewerId) {
      this.deps.onViewer(this.view.viewerId);
    }
  }

  showDrives(): void {
    if (this.view) {
      this.view.drives = this.deps.drives();
    }
  }

  close(): void {
    this.isClosed = true;
    this.view?.close();
    this.view = null;
  }

  /** The library comes only where it is needed: a part of it the usual page's policy would forbid. */
  private async open(): Promise<void> {
    this.frame.showCover(openingCard());
    const library = await import('./HyperbeamView').catch(() => null);
    if (this.isClosed) {
      return;
    }
    if (!library) {
      this.failed();
      return;
    }
    this.view = new library.HyperbeamView(this.url, this.pass, {
      onSocket: (state) => {
        this.deps.onSocket(state);
        if (state === 'live') {
          this.frame.showCover(null);
        }
      },
      onViewer: (viewerId) => {
        this.deps.onViewer(viewerId);
        this.showDrives();
      },
      onFailed: () => this.failed(),
    });
    this.frame.stage.prepend(this.view.element);
    void this.view.open();
  }

  private failed(): void {
    this.view?.close();
    this.view = null;
    const again = { text: 'Try again', testId: 'browser-again', act: () => void this.open() };
    this.frame.showCover(overCard(NOT_LOADED, [again], 'browser-not-loaded'));
  }
}
