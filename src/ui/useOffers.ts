import { useEffect, useState } from 'react';
import type { Offers } from '../protocol/directoryApi';
import { SessionError, type SessionErrorReason } from '../session/SessionError';
import { useLiveApp } from './LiveApp';

export type OffersState =
  { kind: 'asking' } | { kind: 'there'; offers: Offers } | { kind: 'failed'; reason: SessionErrorReason };

/** What the session server offers besides sessions, asked once a page. */
export function useOffers(): OffersState {
  const { offers } = useLiveApp();
  const [state, setState] = useState<OffersState>({ kind: 'asking' });
  useEffect(() => {
    let wanted = true;
    offers().then(
      (found) => wanted && setState({ kind: 'there', offers: found }),
      (error: unknown) => wanted && setState({ kind: 'failed', reason: SessionError.from(error).reason })
    );
    return () => {
      wanted = false;
    };
  }, [offers]);
  return state;
}
