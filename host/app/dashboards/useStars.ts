import { useEffect, useState } from 'react';
import { listStars, setStar } from './client';

/** The person's starred dashboards, by uid, and how to change one. */
export function useStars(): [ReadonlySet<string>, (uid: string, starred: boolean) => void] {
  const [stars, setStars] = useState<ReadonlySet<string>>(() => new Set());
  useEffect(() => {
    let wanted = true;
    void listStars().then((uids) => wanted && setStars(new Set(uids)));
    return () => {
      wanted = false;
    };
  }, []);
  const change = (uid: string, starred: boolean) => {
    setStars((before) => new Set(starred ? [...before, uid] : [...before].filter((other) => other !== uid)));
    void setStar(uid, starred);
  };
  return [stars, change];
}
