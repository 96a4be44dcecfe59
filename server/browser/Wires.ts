/** The sockets of the people in one shared browser. */
import type { BrowserEvent } from '../../src/protocol/browserApi';
import { BROWSER_LIMITS as LIMITS } from './limits';

/** A socket of somebody who is in. */
export interface Wire {
  kind: 'events' | 'view';
  tell(event: BrowserEvent): void;
  close(code: number): void;
}

export class Wires {
  /** By their users' ids. */
  private readonly wires = new Map<string, Set<Wire>>();

  /** Whether this user has any. */
  has(userId: string): boolean {
    return this.wires.has(userId);
  }

  /** False where they have as many as they may. */
  add(userId: string, wire: Wire): boolean {
    const own = this.wires.get(userId) ?? new Set();
    if ([...own].filter(({ kind }) => kind === wire.kind).length >= LIMITS.socketsPerUser) {
      return false;
    }
    this.wires.set(userId, own.add(wire));
    return true;
  }

  /** False where it was not there. */
  remove(userId: string, wire: Wire): boolean {
    const own = this.wires.get(userId);
    const was = own?.delete(wire) ?? false;
    if (own?.size === 0) {
      this.wires.delete(userId);
    }
    return was;
  }

  tell(userId: string, event: BrowserEvent): void {
    this.wires.get(userId)?.forEach((wire) => wire.tell(event));
  }

  tellAll(event: BrowserEvent): void {
    this.wires.forEach((own) => own.forEach((wire) => wire.tell(event)));
  }

  close(userId: string, code: number): void {
    const own = this.wires.get(userId);
    this.wires.delete(userId);
    own?.forEach((wire) => wire.close(code));
  }

  closeAll(code: number): void {
    [...this.wires.keys()].forEach((userId) => this.close(userId, code));
  }
}
