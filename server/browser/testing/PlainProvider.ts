/**
 * A provider without browsers: it keeps book of what is open, takes view sockets, and takes what they say for input where a
 * member drives. For tests of sessions.
 */
import type { WebSocket } from 'ws';
import type { Control } from '../../../src/protocol/browserApi';
import { BROWSER_CLOSE } from '../../../src/protocol/browserWire';
import { ProviderFailure, type Launch, type Member, type ProvidedBrowser, type Provider } from '../provider';

class PlainBrowser implements ProvidedBrowser {
  readonly embedUrl = null;
  control: Control = { mode: 'one', driver: null };
  readonly introduced: Array<[string, string]> = [];
  private readonly sockets = new Map<WebSocket, string>();
  private readonly removed = new Set<string>();

  constructor(
    readonly launch: Launch,
    private readonly greeting: Buffer | null,
    private readonly over: () => void
  ) {}

  async setControl(control: Control): Promise<void> {
    this.control = control;
  }

  async introduce({ id }: Member, viewerId: string): Promise<void> {
    this.introduced.push([id, viewerId]);
  }

  attach({ id }: Member, socket: WebSocket): void {
    if (this.removed.has(id)) {
      socket.close(BROWSER_CLOSE.removed);
      return;
    }
    this.sockets.set(socket, id);
    if (this.greeting !== null) {
      socket.send(this.greeting);
    }
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', () => {
      if (this.control.mode === 'everyone' || this.control.driver === id) {
        this.launch.onActivity(id);
        socket.send('taken');
      } else {
        socket.send('dropped');
      }
    });
  }

  async remove(userId: string): Promise<void> {
    this.removed.add(userId);
    this.sockets.forEach((id, socket) => id === userId && socket.close(BROWSER_CLOSE.removed));
  }

  async end(): Promise<void> {
    this.sockets.forEach((_id, socket) => socket.close(1000));
    this.over();
  }
}

export class PlainProvider implements Provider {
  readonly kind = 'local';
  readonly browsers = new Map<string, PlainBrowser>();
  launches = 0;
  /** What the next launches reject with. */
  failure: ProviderFailure | null = null;
  /** What launches wait for. */
  ready: Promise<void> = Promise.resolve();
  /** What every view socket is sent first. */
  greeting: Buffer | null = null;
  swept = 0;
  closed = false;

  /** @param left what a server before this one has left behind, by session */
  constructor(readonly left = new Set<string>()) {}

  async launch(launch: Launch): Promise<ProvidedBrowser> {
    this.launches += 1;
    await this.ready;
    if (this.failure) {
      throw this.failure;
    }
    const browser = new PlainBrowser(launch, this.greeting, () => {
      this.browsers.delete(launch.sessionId);
      this.left.delete(launch.sessionId);
    });
    this.browsers.set(launch.sessionId, browser);
    this.left.add(launch.sessionId);
    return browser;
  }

  /** As when a browser's process dies. */
  async kill(sessionId: string): Promise<void> {
    const browser = this.browsers.get(sessionId);
    await browser?.end();
    browser?.launch.onGone(new ProviderFailure('failed', 'The browser is gone.'));
  }

  async sweep(): Promise<void> {
    this.swept += 1;
    this.left.clear();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.browsers.values()].map((browser) => browser.end()));
  }
}
