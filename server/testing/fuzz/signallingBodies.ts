/** Frames of signalling, as they should be and as they should not. */
import type { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import { answer, candidate, offer } from '../peerClient';

export const SIGNALLING_TYPES = ['HEARTBEAT', 'LEAVE', 'OFFER', 'ANSWER', 'CANDIDATE'] as const;
export type SignallingType = (typeof SIGNALLING_TYPES)[number];
/** Types of the peer package's own, too: none of them is a client's to send. */
const TYPES = [...SIGNALLING_TYPES, 'OPEN', 'EXPIRE', 'ERROR', 'ID-TAKEN'];

export function signallingFrame(type: SignallingType, dst: string, dice: Dice): object {
  const connection = `dc_${dice.below(3)}`;
  switch (type) {
    case 'HEARTBEAT':
      return { type };
    case 'LEAVE':
      return { type, dst };
    case 'OFFER':
      return offer(dst, connection);
    case 'ANSWER':
      return answer(dst, connection);
    case 'CANDIDATE':
      return candidate(dst, connection);
  }
}

export const badText = (frame: object, dice: Dice): string => mutateJson(frame, TYPES, dice);
