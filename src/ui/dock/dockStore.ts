/** Whether the dock is open, how wide it is and which dialog stands before it; outlives a reload of the page. */
import type { Joined } from '../../session/view';
import type { Viewable } from '../useView';

export type DockDialog = { kind: 'none' } | { kind: 'start' } | ({ kind: 'join' } & InvitedAs);

/** What the join dialog is filled in with: a code, a whole link or nothing, and as what one was in that session before. */
export type InvitedAs = Pick<Joined, 'invitation'> & Partial<Joined>;

/** At the page's right edge, which makes room for it, or over the page in a window of its own. */
export type DockPlace = 'sidebar' | 'floating';

export interface DockView {
  open: boolean;
  place: DockPlace;
  /** CSS pixels. */
  width: number;
  dialog: DockDialog;
  /** A session was on when the page was last used, so that it is taken up again even while the dock is closed. */
  inSession: boolean;
  /** Of that session this person waits still to be let in. */
  asks: boolean;
  /** The code of the session whose code this tab's presenter has hidden. */
  hiddenCode: string | null;
  /** Whether what appears next takes the focus: so when a person opened or closed the dock, not after a reload. */
  takesFocus: boolean;
}

/** CSS pixels: narrower breaks the guides' pictures, wider leaves too little of the page. */
export const DOCK_WIDTH = { min: 320, usual: 400, max: 720, step: 20 } as const;
const STORAGE_KEY = 'live-sessions.dock';

type StoredDock = Pick<DockView, 'open' | 'place' | 'width' | 'inSession' | 'hiddenCode'>;

/** The part of `Storage` that is needed; each tab of the browser has its own. */
export type DockStorage = Pick<Storage, 'getItem' | 'setItem'>;

export class DockStore implements Viewable<DockView> {
  private current: DockView;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly storage: () => DockStorage) {
    this.current = { ...this.restore(), asks: false, dialog: { kind: 'none' }, takesFocus: false };
  }

  view(): DockView {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param takesFocus whether the keyboard's focus goes along */
  open(takesFocus = false): void {
    this.set({ open: true, takesFocus });
  }

  close(): void {
    this.set({ open: false, takesFocus: true });
  }

  /** Opens the dock too: whoever moves it wants to see it. */
  moveTo(place: DockPlace): void {
    this.set({ open: true, place });
  }

  setWidth(pixels: number): void {
    this.set({ width: Math.round(Math.min(DOCK_WIDTH.max, Math.max(DOCK_WIDTH.min, pixels))) });
  }

  setInSession(inSession: boolean, asks = false): void {
    if (inSession !== this.current.inSession || asks !== this.current.asks) {
      this.set({ inSession, asks });
    }
  }

  hideCode(code: string | null): void {
    this.set({ hiddenCode: code });
  }

  /** Opens the dock too: the dialog's outcome is shown there. */
  showDialog(dialog: Exclude<DockDialog, { kind: 'none' }>): void {
    this.set({ open: true, dialog, takesFocus: false });
  }

  closeDialog(): void {
    if (this.current.dialog.kind !== 'none') {
      this.set({ dialog: { kind: 'none' } });
    }
  }

  private set(change: Partial<DockView>): void {
    this.current = { ...this.current, ...change };
    const { open, place, width, inSession, hiddenCode } = this.current;
    try {
      this.storage().setItem(STORAGE_KEY, JSON.stringify({ open, place, width, inSession, hiddenCode }));
    } catch {
      // Storage can be full or forbidden; the dock then only forgets its state.
    }
    this.listeners.forEach((listener) => listener());
  }

  private restore(): StoredDock {
    const usual: StoredDock = {
      open: false,
      place: 'sidebar',
      width: DOCK_WIDTH.usual,
      inSession: false,
      hiddenCode: null,
    };
    try {
      const stored: unknown = JSON.parse(this.storage().getItem(STORAGE_KEY) ?? 'null');
      return isStoredDock(stored) ? stored : usual;
    } catch {
      return usual;
    }
  }
}

/** By hand: this runs on every page of Grafana, where the schema library would be most of what is loaded. */
function isStoredDock(value: unknown): value is StoredDock {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { open, place, width, inSession, hiddenCode }: Partial<Record<keyof StoredDock, unknown>> = value;
  return (
    typeof open === 'boolean' &&
    (place === 'sidebar' || place === 'floating') &&
    typeof inSession === 'boolean' &&
    (hiddenCode === null || typeof hiddenCode === 'string') &&
    typeof width === 'number' &&
    width >= DOCK_WIDTH.min &&
    width <= DOCK_WIDTH.max
  );
}

/** The one dock of this page. */
export const dock = new DockStore(() => window.sessionStorage);
