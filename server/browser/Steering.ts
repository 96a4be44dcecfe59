/** Who drives one shared browser, and who may say so. */
import type { BrowserUser, Control } from '../../src/protocol/browserApi';
import { BROWSER_LIMITS as LIMITS } from './limits';
import type { ProvidedBrowser } from './provider';
import type { Roster } from './Roster';

export interface SteeringDeps {
  roster: Roster;
  /** In a live session the server says who drives, as its presenter wants it; else who created it. */
  kind: 'alone' | 'live';
  /** Null while there is none, and when it is over. */
  browser(): ProvidedBrowser | null;
  /** `by` is null where the server did it. */
  onChange(control: Control, by: string | null): void;
  onFailure(error: unknown): void;
}

export type ControlRefusal = 'forbidden' | 'no-such-user';

export class Steering {
  private driving: Control = { mode: 'one', driver: null };
  /** When who asked to drive did so last, by the caller's clock. */
  private readonly asked = new Map<string, number>();
  /** One change behind the other. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: SteeringDeps) {}

  get control(): Control {
    return this.driving;
  }

  /** How it begins, before there is anybody to be told. */
  begin(control: Control): void {
    this.driving = control;
  }

  /** Who is to be told that they would like to drive; null for nobody: not there, or told a moment ago. */
  ask(by: BrowserUser, now: number): BrowserUser | null {
    const { creator } = this.deps.roster;
    const drives = this.driving.mode === 'everyone' || this.driving.driver === by.id;
    const isTooSoon = now - (this.asked.get(by.id) ?? -Infinity) < LIMITS.askEvery;
    if (drives || by.isCreator || isTooSoon || !creator) {
      return null;
    }
    this.asked.set(by.id, now);
    return this.deps.roster.byId(creator.id);
  }

  /** Rejects as the provider does, and nothing has changed then. */
  change(by: BrowserUser | null, control: Control): Promise<ControlRefusal | null> {
    const change = this.changes.then(() => this.changeNow(by, control));
    this.changes = change.catch(() => {});
    return change;
  }

  /** Somebody is gone: where they drove the creator does, or nobody until they are back. */
  gone(userId: string): void {
    this.asked.delete(userId);
    if (this.driving.mode === 'one' && this.driving.driver === userId) {
      this.takeBack();
    }
  }

  private async changeNow(by: BrowserUser | null, control: Control): Promise<ControlRefusal | null> {
    const { roster, kind, browser, onChange } = this.deps;
    if (by && !(by.isCreator && kind === 'alone') && !this.isGivenBack(by, control)) {
      return 'forbidden';
    }
    const isHere = () => control.mode === 'everyone' || control.driver === null || roster.byId(control.driver) !== null;
    if (!isHere()) {
      return 'no-such-user';
    }
    await browser()?.setControl(control);
    this.driving = control;
    onChange(control, by?.id ?? null);
    if (!isHere()) {
      // Gone while the provider was being told.
      this.takeBack();
    }
    return null;
  }

  private isGivenBack(by: BrowserUser, control: Control): boolean {
    return (
      this.driving.mode === 'one' &&
      this.driving.driver === by.id &&
      control.mode === 'one' &&
      (control.driver === null || control.driver === this.deps.roster.creator?.id)
    );
  }

  private takeBack(): void {
    const { roster, browser, onChange, onFailure } = this.deps;
    const { creator } = roster;
    this.driving = { mode: 'one', driver: creator && roster.byId(creator.id) ? creator.id : null };
    onChange(this.driving, null);
    this.changes = this.changes.then(() => browser()?.setControl(this.driving)).catch(onFailure);
  }
}
