/** What a presenter is told of the things that a session can share beside its guide. */
import type { PresentedBrowser } from '../../session/view';

export interface SharingWords {
  testId: string;
  share: string;
  question: string;
  meaning: string;
  opening: string;
  endQuestion: string;
  end: string;
}

export const TERMINAL_WORDS: SharingWords = {
  testId: 'live-terminal',
  share: 'Share terminal',
  question: 'Share a terminal of the session server?',
  meaning:
    'A shell opens on the machine that the session server runs on. Everybody in the session sees it. You type, and so can those whom you let: they can do there all that you can. It ends with the session.',
  opening: 'Opening the terminal...',
  endQuestion: 'End the terminal for everyone?',
  end: 'End terminal',
};

export const BROWSER_WORDS: SharingWords = {
  testId: 'live-browser',
  share: 'Share browser',
  question: 'Share a browser of the session server?',
  meaning:
    'A browser opens on the session server. Everybody in the session sees it, with whatever you type and sign in to. You drive it, and so can those whom you let. Nothing of it is kept; it ends with the session.',
  opening: 'Opening the browser...',
  endQuestion: 'End the browser for everyone?',
  end: 'End browser',
};

export function typistsText(count: number): string {
  if (count === 0) {
    return 'Terminal shared. Only you type.';
  }
  return `Terminal shared. You and ${count === 1 ? 'one attendee type' : `${count} attendees type`}.`;
}

/** @param nameOf an attendee's name; null for who is not there */
export function driverText(driver: PresentedBrowser['driver'], nameOf: (attendeeId: string) => string | null): string {
  switch (driver.kind) {
    case 'everyone':
      return 'Browser shared. Everyone drives.';
    case 'presenter':
      return 'Browser shared. Only you drive.';
    case 'attendee':
      return `Browser shared. ${nameOf(driver.attendeeId) ?? 'Somebody who is away'} drives.`;
  }
}
