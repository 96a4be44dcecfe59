/** What an attendee needs, or how they are, in words. Pure. */
import type { IconName } from '@grafana/ui';
import type { ReceiptOutcome } from '../../protocol/messages';
import type { AttendeeRow, Reply, Trouble } from '../../session/view';

/** What is said of a step that was not shown or done. */
export const OUTCOME_WORDS: Record<ReceiptOutcome, string> = {
  asked: 'Is being asked',
  shown: 'Shown',
  done: 'Done',
  skipped: 'Skipped',
  failed: 'Did not work',
  declined: 'Declined',
  'needs-input': 'Needs input',
  interrupted: 'Interrupted',
  unsupported: 'Not supported there',
};

export interface Need {
  icon: IconName;
  text: string;
  tone: 'hand' | 'failed' | 'silent' | 'plain';
}

/** @param stepName what the step says, or null where its guide is not open */
export function needsOf(row: AttendeeRow, stepName: (id: string) => string | null): Need[] {
  const { hand, trouble, reply, mode, following, state, route } = row;
  const needs: Need[] = [];
  if (hand) {
    needs.push({ icon: 'bell', text: 'Hand up', tone: 'hand' });
  }
  if (trouble) {
    needs.push(needOf(trouble, stepName(trouble.stepId)));
  }
  if (state === 'away') {
    needs.push({ icon: 'clock-nine', text: 'Away: not connected just now', tone: 'plain' });
  }
  if (reply && state === 'present') {
    needs.push(replyOf(reply, stepName(reply.stepId)));
  }
  if (mode === 'follow' && following !== 'on' && state === 'present') {
    needs.push({ icon: 'pause', text: FOLLOWING_WORDS[following], tone: 'plain' });
  }
  if (needs.length === 0) {
    const text = route === 'p2p' ? 'Connected directly' : 'Connected by the relay';
    needs.push({ icon: 'check-circle', text, tone: 'plain' });
  }
  return needs;
}

const FOLLOWING_WORDS = {
  paused: 'Has paused following',
  off: 'Follow mode is switched off in their Grafana',
} as const;

function replyOf({ kind }: Reply, step: string | null): Need {
  const at = step === null ? 'the step' : `“${step}”`;
  return kind === 'asked'
    ? { icon: 'question-circle', text: `Is being asked about ${at}`, tone: 'plain' }
    : { icon: 'ban', text: `Declined ${at}`, tone: 'plain' };
}

function needOf(trouble: Trouble, step: string | null): Need {
  const at = step === null ? '' : `“${step}”`;
  if (trouble.kind === 'silent') {
    return { icon: 'hourglass', text: at ? `No answer to ${at}` : 'No answer to the step', tone: 'silent' };
  }
  const what = [OUTCOME_WORDS[trouble.outcome], at].filter(Boolean).join(': ');
  return { icon: 'exclamation-triangle', text: trouble.detail ? `${what} (${trouble.detail})` : what, tone: 'failed' };
}
