/** Which guides are open in the dock and which one is looked at; kept over a reload of the page. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { loadGuide } from './catalogue';
import { GuideUnknownError } from './guideErrors';
import type { Guide } from './model';

export type GuideTab =
  | { readonly id: string; readonly title: string; readonly state: 'loading' }
  | { readonly id: string; readonly title: string; readonly state: 'ready'; readonly guide: Guide }
  /** `unknown`: nothing here has a guide of that id, and trying again finds none. */
  | {
      readonly id: string;
      readonly title: string;
      readonly state: 'failed';
      readonly unknown: boolean;
      readonly detail: string;
    };

export const RECOMMENDATIONS = 'recommendations';

export interface GuideTabsView {
  readonly tabs: readonly GuideTab[];
  /** A guide's id or `recommendations`. */
  readonly active: string;
}

export interface GuideTabsDeps {
  loadGuide(id: string): Promise<Guide>;
  /** Throws where the browser allows no storage. */
  storage(): Pick<Storage, 'getItem' | 'setItem'>;
}

const STORED_AS = 'livesessions.guideTabs';
/** More open guides than anyone reads; bounds what a session can open. */
const MOST_TABS = 12;

const storedSchema = z.object({
  tabs: z
    .array(
      z.object({ id: z.string().min(1).max(LIMITS.guideIdLength), title: z.string().max(LIMITS.guideTitleLength) })
    )
    .max(MOST_TABS),
  active: z.string().max(LIMITS.guideIdLength),
});

export class GuideTabs {
  private current: GuideTabsView = { tabs: [], active: RECOMMENDATIONS };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly deps: GuideTabsDeps = { loadGuide, storage: () => window.sessionStorage }) {
    const stored = this.recall();
    this.current = {
      tabs: stored.tabs.map(({ id, title }) => ({ id, title, state: 'loading' })),
      active: stored.tabs.some(({ id }) => id === stored.active) ? stored.active : RECOMMENDATIONS,
    };
    stored.tabs.forEach(({ id, title }) => void this.load(id, title));
  }

  /** The same object until something changes; for `useSyncExternalStore`. */
  readonly view = (): GuideTabsView => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /**
   * Opens and looks at a guide; one that is open already is only looked at, one that failed is tried again. When there
   * are too many tabs the oldest other one gives way, one without a guide before the others. Settles when the guide is there or has failed; never rejects.
   * @param title shown until the guide is there
   */
  async open(id: string, title = id): Promise<void> {
    const known = this.current.tabs.find((tab) => tab.id === id);
    if (id === RECOMMENDATIONS || (known && known.state !== 'failed')) {
      this.activate(id);
      return;
    }
    const others = this.current.tabs.filter((tab) => tab.id !== id);
    if (others.length >= MOST_TABS) {
      const failed = others.findIndex(({ state }) => state === 'failed');
      others.splice(Math.max(0, failed), 1);
    }
    this.change({ tabs: [...others, { id, title, state: 'loading' }], active: id });
    await this.load(id, title);
  }

  close(id: string): void {
    const at = this.current.tabs.findIndex((tab) => tab.id === id);
    const tabs = this.current.tabs.filter((tab) => tab.id !== id);
    const neighbour = tabs[Math.min(at, tabs.length - 1)]?.id ?? RECOMMENDATIONS;
    this.change({ tabs, active: this.current.active === id ? neighbour : this.current.active });
  }

  activate(id: string): void {
    if (id === RECOMMENDATIONS || this.current.tabs.some((tab) => tab.id === id)) {
      this.change({ ...this.current, active: id });
    }
  }

  private async load(id: string, title: string): Promise<void> {
    let loaded: GuideTab;
    try {
      const guide = await this.deps.loadGuide(id);
      loaded = { id, title: guide.title, state: 'ready', guide };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      loaded = { id, title, state: 'failed', unknown: error instanceof GuideUnknownError, detail };
    }
    if (this.current.tabs.some((tab) => tab.id === id)) {
      this.change({ ...this.current, tabs: this.current.tabs.map((tab) => (tab.id === id ? loaded : tab)) });
    }
  }

  private change(next: GuideTabsView): void {
    this.current = next;
    try {
      const tabs = next.tabs.map(({ id, title }) => ({ id, title }));
      this.deps.storage().setItem(STORED_AS, JSON.stringify({ tabs, active: next.active }));
    } catch {
      // Storage is off or full: the tabs are then lost by a reload, nothing else.
    }
    this.listeners.forEach((listener) => listener());
  }

  private recall(): z.infer<typeof storedSchema> {
    try {
      return storedSchema.parse(JSON.parse(this.deps.storage().getItem(STORED_AS) ?? 'null'));
    } catch {
      return { tabs: [], active: RECOMMENDATIONS };
    }
  }
}
