/** What the page says about what happened, and what to do next. */
import type { Termination } from '../../../src/protocol/browserApi';
import type { ViewEvent } from '../../../src/protocol/browserWire';
import type { Refusal } from './api';
import { creatorOf, driverOf, governs, isCreator, type Room } from './room';

export type Over = Termination | 'removed' | 'left' | 'unknown';
type Said = readonly [title: string, text: string];

const OVER: Record<Over, Said> = {
  time_limit: [
    'Time is up',
    'A shared browser runs for a limited time, and this one has reached it. Start another to go on.',
  ],
  inactivity: [
    'It was idle for too long',
    'Nobody did anything for a while, so the browser was closed. Start another to go on.',
  ],
  no_users: ['Everybody had left', 'The browser was closed because nobody was in it any more. Start another to go on.'],
  creator_ended: ['The session was ended', 'Who created it ended it for everybody. Start another to go on.'],
  provider_error: [
    'The browser has failed',
    'It crashed, or could no longer be reached, and everything in it is gone. Start another; if that fails too, tell the administrator of the session server.',
  ],
  removed: [
    'You were removed',
    'Who created this session took you out of it. Ask them if you think that was a mistake.',
  ],
  left: ['You have left', 'The others can go on without you. You can come in again as long as it runs.'],
  unknown: [
    'There is no such session any more',
    'It has ended, or its server was started anew, and everything in it is gone. Start another.',
  ],
};

export const overWords = (over: Over): Said => OVER[over];

type Refused = Extract<ViewEvent, { type: 'refused' }>;
const REFUSED: Record<Refused['what'], (about: string) => string> = {
  address: (about) => `${about} is not opened: the shared browser opens addresses of the public web alone.`,
  secret: () => 'That address has a name or password in it, which everybody would see. Sign in on the page instead.',
  scheme: (about) => `${about} is not opened: the shared browser opens http and https addresses alone.`,
  download: (about) => `${about} was not downloaded: the shared browser keeps no files.`,
  file: () => 'Files cannot be handed to pages in the shared browser.',
  tabs: () => 'There are as many tabs as the shared browser takes. Close one first.',
  input: () => 'That did not reach the page. Try it again.',
};
const LONGEST_ABOUT = 120;

export function refusedWords({ what, about }: Refused): string {
  const short = about.length > LONGEST_ABOUT ? `${about.slice(0, LONGEST_ABOUT)}…` : about;
  return REFUSED[what](short === '' ? 'That' : short);
}

/** Why a create or join was refused. `details` are the server's own words, in plain English. */
export function failureWords(refusal: Refusal, wanted: 'create' | 'join'): string {
  switch (refusal.kind) {
    case 'unreachable':
      return 'The session server cannot be reached. Check the network and try again.';
    case 'unknown':
      return wanted === 'join'
        ? 'There is no session with this code. It may have ended; ask for the code again.'
        : 'This server has no shared browser. Its administrator can switch it on (BROWSER).';
    case 'key':
      return refusal.wasGiven ? 'That key is not right.' : 'This server gives browsers to those who have its key.';
    case 'removed':
      return 'You were removed from this session.';
    case 'busy':
      return refusal.details || 'There are as many browsers or people as the server takes. Try again in a while.';
    case 'failed':
      return refusal.details || 'The browser could not be started. Try again.';
  }
}

/** Who moves mouse and keys. */
export function driveWords(room: Room): string {
  if (room.control.mode === 'everyone') {
    return 'Everyone drives';
  }
  const driver = driverOf(room);
  return driver === null ? 'Nobody drives' : driver.id === room.you ? 'You drive' : `${driver.name} drives`;
}

/** Why nothing happens when somebody clicks who does not drive. */
export function watchingWords(room: Room): string {
  const driver = driverOf(room);
  const now = driver === null ? 'Nobody drives just now.' : `${driver.name} drives.`;
  if (governs(room)) {
    return `${now} Take control to click and type.`;
  }
  if (isCreator(room)) {
    return `${now} Take the browser back in the list of attendees to click and type.`;
  }
  const creator = creatorOf(room);
  if (creator === null) {
    return `${now} Control is given by who created the session, once they are back.`;
  }
  const whom = creator.id === driver?.id ? '' : ` ${creator.name}`;
  return `${now} Ask${whom} for control to click and type.`;
}
