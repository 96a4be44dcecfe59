import { useState } from 'react';

/**
 * Whether the terminal's tab is the one that is looked at: as soon as there is a terminal, until a person or the session
 * turns to a guide.
 * @param guide the tab that the guides have chosen
 */
export function useTerminalTab(shell: string | null, guide: string) {
  const [at, setAt] = useState<{ shell: string | null; guide: string; looks: boolean; isNew: boolean }>({
    ...{ shell, guide },
    looks: shell !== null,
    isNew: false,
  });
  if (at.shell !== shell || at.guide !== guide) {
    const isNew = shell !== null && at.shell !== shell;
    setAt({ shell, guide, looks: isNew, isNew });
  }
  return {
    looks: shell !== null && at.looks,
    /** Opened since this page was there, and nobody has turned to another tab since. */
    isNew: at.isNew,
    choose: (looks: boolean) => setAt({ shell, guide, looks, isNew: false }),
  };
}
