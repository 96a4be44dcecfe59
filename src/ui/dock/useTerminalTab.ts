import { useState } from 'react';

/**
 * Whether the terminal's tab is the one that is looked at: as soon as there is a terminal, until a person or the session
 * turns to a guide.
 * @param guide the tab that the guides have chosen
 */
export function useTerminalTab(shell: string | null, guide: string) {
  const [at, setAt] = useState<{ shell: string | null; guide: string; looks: boolean }>({
    ...{ shell, guide },
    looks: shell !== null,
  });
  if (at.shell !== shell || at.guide !== guide) {
    setAt({ shell, guide, looks: shell !== null && at.shell !== shell });
  }
  return {
    looks: shell !== null && at.looks,
    choose: (looks: boolean) => setAt({ shell, guide, looks }),
  };
}
