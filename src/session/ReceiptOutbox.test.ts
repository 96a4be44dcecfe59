import { LIMITS, TIMES } from '../protocol/limits';
import type { Receipt } from '../protocol/messages';
import { FakeClock } from '../testing/FakeClock';
import { ReceiptOutbox } from './ReceiptOutbox';

const receipt = (seq: number): Receipt => ({ of: { epoch: 1, seq }, outcome: 'shown' });

function outbox(left: readonly Receipt[] = []) {
  const clock = new FakeClock();
  const sent: number[][] = [];
  const world = { linked: true };
  const out = new ReceiptOutbox(
    {
      clock,
      random: () => 1,
      changed() {},
      send(receipts) {
        if (world.linked) {
          sent.push(receipts.map(({ of }) => of.seq));
        }
        return world.linked;
      },
    },
    left
  );
  return { clock, sent, out, world, unsent: () => out.unsent().map(({ of }) => of.seq) };
}

test('RCPT-4: a first receipt leaves within the jitter, what follows within a second leaves together', async () => {
  const { clock, sent, out } = outbox();
  out.add(receipt(1));
  await clock.advance(TIMES.receiptsJitter - 1);
  expect(sent).toEqual([]);
  await clock.advance(1);
  expect(sent).toEqual([[1]]);
  out.add(receipt(2));
  await clock.advance(TIMES.receipts / 2);
  out.add(receipt(3));
  await clock.advance(TIMES.receipts / 2 - 1);
  expect(sent).toEqual([[1]]);
  await clock.advance(1);
  expect(sent).toEqual([[1], [2, 3]]);
  expect(clock.pending()).toBe(0);
});

test('RCPT-4: a message holds no more receipts than the limit; more of them do not wait', () => {
  const { sent, out, unsent } = outbox();
  const seqs = Array.from({ length: LIMITS.receipts + 1 }, (_, n) => n + 1);
  seqs.forEach((seq) => out.add(receipt(seq)));
  expect(sent).toEqual([seqs.slice(0, LIMITS.receipts)]);
  expect(unsent()).toEqual([LIMITS.receipts + 1]);
});

test('RCPT-4: without a link receipts wait; a new link gets them, also those of the page before', async () => {
  const { clock, sent, out, world, unsent } = outbox([receipt(1)]);
  world.linked = false;
  out.add(receipt(2));
  await clock.advance(10 * TIMES.receipts);
  expect(unsent()).toEqual([1, 2]);
  world.linked = true;
  out.sendAll();
  expect(sent).toEqual([[1, 2]]);
  expect(unsent()).toEqual([]);
});

test('RCPT-2: a new link gets the last 64, in messages within the limit', () => {
  const { sent, out } = outbox();
  const seqs = Array.from({ length: 70 }, (_, n) => n + 1);
  seqs.forEach((seq) => out.add(receipt(seq)));
  sent.length = 0;
  out.sendAll();
  expect(sent).toEqual([seqs.slice(6, 6 + LIMITS.receipts), seqs.slice(6 + LIMITS.receipts)]);
});
