/** A real presenter and a real attendee behind a server's relay, who see whether others' messages reach them. */
import type { Tally } from '../../../src/testing/fuzz/Tally';
import { attendRelayed, presentRelayed, type RelayedAttendee, type RelayedPresenter } from '../relayedSession';

/** Milliseconds within which what was shown is seen, however busy the machine is. */
const SEEN = 30_000;

export interface HonestRoom {
  at: RelayedPresenter;
  attendee: RelayedAttendee;
  epoch: number;
}

export async function honestRoom(url: string): Promise<HonestRoom> {
  const at = await presentRelayed(url);
  const epoch = at.session.view().epoch;
  const attendee = attendRelayed(() => url, at.presenter);
  if (!(await until(attendee.isLive))) {
    throw new Error('the honest attendee does not get in');
  }
  return { at, attendee, epoch };
}

async function until(ready: () => boolean): Promise<boolean> {
  for (const limit = Date.now() + SEEN; !ready() && Date.now() < limit;) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return ready();
}

/** The attendee sees the next step and no other; the presenter counts this one attendee; the lease goes on. */
export async function goesOn({ at, attendee, epoch }: HonestRoom, tally: Tally): Promise<void> {
  const { status } = await at.presenter.lease(epoch);
  const step = at.show();
  await until(() => attendee.shown.includes(step));
  const seen = attendee.shown.splice(0).join();
  if (seen !== step || !attendee.isLive() || status !== 200) {
    tally.find(`cross-talk: shown ${step}, seen ${seen}, lease ${status}`);
  }
  const { rows } = at.session.view();
  if (rows.length !== 1) {
    tally.find(`cross-talk: there are ${rows.length} attendees where there is one`);
  }
}
