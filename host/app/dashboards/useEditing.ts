import { useEffect, useState } from 'react';
import { readRemovedPanels, saveRemovedPanels } from './client';

export interface Editing {
  on: boolean;
  /** Ids of the panels that are not shown: saved ones, and those that were just taken off. */
  removed: readonly number[];
  /** Ids of those that are not saved yet. */
  unsaved: readonly number[];
  start: () => void;
  /** Ends editing; what was not saved is back. */
  exit: () => void;
  discard: () => void;
  remove: (panel: number) => void;
  save: () => Promise<void>;
}

/** What one dashboard's edit mode has changed. */
export function useEditing(uid: string): Editing {
  const [saved, setSaved] = useState<readonly number[]>([]);
  const [unsaved, setUnsaved] = useState<readonly number[]>([]);
  const [on, setOn] = useState(false);
  useEffect(() => {
    let wanted = true;
    void readRemovedPanels(uid).then((removed) => wanted && setSaved(removed));
    return () => {
      wanted = false;
    };
  }, [uid]);
  const removed = [...saved, ...unsaved];
  return {
    on,
    removed,
    unsaved,
    start: () => setOn(true),
    exit() {
      setUnsaved([]);
      setOn(false);
    },
    discard: () => setUnsaved([]),
    remove: (panel) => setUnsaved([...unsaved, panel]),
    async save() {
      await saveRemovedPanels(uid, removed);
      setSaved(removed);
      setUnsaved([]);
      setOn(false);
    },
  };
}
