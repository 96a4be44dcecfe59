/** When an attendee asks for what it misses, and whom. */
import { TIMES } from '../protocol/limits';
import type { AttendeeMessage, Position } from '../protocol/messages';
import { FakeClock } from '../testing/FakeClock';
import type { AttendeeLink } from './AttendeeLink';
import { Inbox } from './Inbox';
import { PositionReports } from './PositionReports';

const at = (seq: number): Position => ({ epoch: 1, seq });

/** Somebody who has event 1 of ten. `answer` is what the relay says each time. */
function behind(answer: () => Promise<boolean>) {
  const clock = new FakeClock();
  const inbox = new Inbox<number>(at(1));
  inbox.heard(at(10));
  const asked: Position[] = [];
  const said: AttendeeMessage[] = [];
  const link = {
    route: 'relay',
    after(last: Position) {
      asked.push(last);
      return answer();
    },
    send: (message: AttendeeMessage) => said.push(message),
  } as unknown as AttendeeLink;
  const reports = new PositionReports(inbox, clock, () => link);
  return { clock, inbox, reports, asked, said };
}

test('ORD-6: what comes in, however slowly, is not asked for again; what has stopped coming is', async () => {
  const { clock, inbox, reports, asked, said } = behind(async () => true);
  reports.askForMissing();
  for (let seq = 2; seq <= 5; seq++) {
    await clock.advance(TIMES.ping);
    inbox.take(at(seq), seq);
    reports.askForMissing();
  }
  expect(asked).toEqual([at(1)]);
  await clock.advance(TIMES.ping);
  reports.askForMissing();
  expect(asked).toEqual([at(1), at(5)]);
  expect(said).toEqual([]);
});

test('ORD-6: a gap after one that was filled is asked for at once', async () => {
  const { clock, inbox, reports, asked } = behind(async () => true);
  reports.askForMissing();
  for (let seq = 2; seq <= 10; seq++) {
    inbox.take(at(seq), seq);
  }
  await clock.advance(TIMES.ping);
  reports.askForMissing();
  inbox.heard(at(12));
  await clock.advance(TIMES.ping);
  reports.askForMissing();
  expect(asked).toEqual([at(1), at(10)]);
});

test('ORD-6: the presenter is asked where the relay has nothing to say, not where it is only late', async () => {
  const helpless = behind(async () => false);
  helpless.reports.askForMissing();
  await helpless.clock.advance(0);
  expect(helpless.said).toEqual([{ type: 'pong', last: at(1), missing: true }]);

  const late = behind(async () => {
    late.inbox.take(at(2), 2);
    return false;
  });
  late.reports.askForMissing();
  await late.clock.advance(0);
  expect(late.said).toEqual([]);
});

test('ORD-6: a link that was just adopted is asked at once, whatever came by the one before', async () => {
  const { clock, inbox, reports, asked } = behind(async () => true);
  reports.askForMissing();
  inbox.take(at(2), 2);
  await clock.advance(TIMES.ping);
  reports.start();
  reports.askForMissing();
  expect(asked).toEqual([at(1), at(2)]);
  reports.stop();
});
