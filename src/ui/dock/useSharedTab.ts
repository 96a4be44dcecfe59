import { useState } from 'react';

/** What a session can share beside its guide; each has a tab while it is there. */
export type SharedTab = 'terminal' | 'browser';
/** By what names it, another when it was started anew; null where there is none. */
export type SharedThings = Readonly<Record<SharedTab, string | null>>;

const TABS: readonly SharedTab[] = ['terminal', 'browser'];

/**
 * Which of the shared things is looked at: each as soon as there is one, until a person or the session turns to a guide.
 * @param guide the tab that the guides have chosen
 * @param attends others share, and end it
 */
export function useSharedTab(things: SharedThings, guide: string, attends: boolean) {
  const [at, setAt] = useState<{
    things: SharedThings;
    guide: string;
    looks: SharedTab | null;
    isNew: boolean;
    gone: SharedTab | null;
    attends: boolean;
  }>({
    ...{ things, guide },
    looks: TABS.find((tab) => things[tab] !== null) ?? null,
    isNew: false,
    gone: null,
    attends,
  });
  const isOther = TABS.some((tab) => at.things[tab] !== things[tab]);
  if (isOther || at.guide !== guide || at.attends !== attends) {
    const opened = TABS.find((tab) => things[tab] !== null && things[tab] !== at.things[tab]) ?? null;
    const goesOn = at.guide === guide && at.looks !== null && things[at.looks] !== null ? at.looks : null;
    const looks = opened ?? goesOn;
    const left = at.looks !== null && things[at.looks] === null ? at.looks : at.gone;
    const gone = looks === null && at.guide === guide && at.attends && attends ? left : null;
    setAt({ things, guide, looks, isNew: opened !== null, gone, attends });
  }
  return {
    looks: at.looks !== null && things[at.looks] !== null ? at.looks : null,
    /** Opened since this page was there, and nobody has turned to another tab since. */
    isNew: at.isNew,
    /** Was looked at when it went, and nobody has turned to anything since. */
    gone: at.gone,
    choose: (looks: SharedTab | null) => setAt({ things, guide, looks, isNew: false, gone: null, attends }),
  };
}
