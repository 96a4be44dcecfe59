/**
 * What the page remembers: names over visits, tokens and the server's key as long as the tab is open, so that a reload is the
 * same user. In a frame, browsers may keep storage from the page; then it remembers until it is closed.
 */
import { userTokenSchema } from '../../../src/protocol/browserApi';

type Kind = 'localStorage' | 'sessionStorage';

export class Memory {
  private readonly own = new Map<string, string>();

  get name(): string {
    return this.read('localStorage', 'browser-name') ?? '';
  }
  set name(name: string) {
    this.write('localStorage', 'browser-name', name);
  }

  /** Whether pictures are wanted where a video could be had. */
  get wantsStills(): boolean {
    return this.read('localStorage', 'browser-stills') === 'yes';
  }
  set wantsStills(wants: boolean) {
    this.write('localStorage', 'browser-stills', wants ? 'yes' : null);
  }

  get key(): string | null {
    return this.read('sessionStorage', 'browser-key');
  }
  set key(key: string | null) {
    this.write('sessionStorage', 'browser-key', key);
  }

  tokenOf(code: string): string | null {
    return userTokenSchema.safeParse(this.read('sessionStorage', `browser-token:${code}`)).data ?? null;
  }

  keepToken(code: string, token: string | null): void {
    this.write('sessionStorage', `browser-token:${code}`, token);
  }

  private read(kind: Kind, name: string): string | null {
    try {
      return window[kind].getItem(name) ?? this.own.get(name) ?? null;
    } catch {
      return this.own.get(name) ?? null;
    }
  }

  private write(kind: Kind, name: string, value: string | null): void {
    if (value === null) {
      this.own.delete(name);
    } else {
      this.own.set(name, value);
    }
    try {
      if (value === null) {
        window[kind].removeItem(name);
      } else {
        window[kind].setItem(name, value);
      }
    } catch {
      // Kept in `own`.
    }
  }
}
