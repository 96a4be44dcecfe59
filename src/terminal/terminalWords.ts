/** What is said above the terminal in each of its states. Pure. */
import type { IconName } from '@grafana/data';
import type { ChannelState } from './TerminalChannel';

export interface TerminalWords {
  text: string;
  icon: IconName;
  tone: 'plain' | 'good' | 'warning';
}

const ENDED = {
  exited: 'The shell has ended: somebody left it with exit, or it was killed.',
  gone: 'The terminal has ended, with everything that ran in it.',
  closed: 'The terminal was closed, with everything that ran in it.',
  full: 'There is no room: as many look on as the session server takes.',
} as const;

export function terminalWords(
  state: ChannelState,
  { presents, presenterName }: { presents: boolean; presenterName: string }
): TerminalWords {
  switch (state.kind) {
    case 'connecting':
      return { text: 'Connecting to the terminal...', icon: 'sync', tone: 'plain' };
    case 'away':
      return {
        text:
          state.access === 'type'
            ? 'Reconnecting. What you type is kept and sent when it is back.'
            : 'Reconnecting. Nothing gets lost.',
        icon: 'sync',
        tone: 'warning',
      };
    case 'ended':
      return { text: ENDED[state.why], icon: 'info-circle', tone: 'warning' };
    case 'live':
      if (presents) {
        return {
          text: 'Everybody in the session sees this terminal. Keep secrets out of it.',
          icon: 'eye',
          tone: 'plain',
        };
      }
      return state.access === 'type'
        ? { text: `You may type. ${presenterName} can take that back.`, icon: 'keyboard', tone: 'good' }
        : { text: `Only ${presenterName} types, and whom they let. You look on.`, icon: 'eye', tone: 'plain' };
  }
}
