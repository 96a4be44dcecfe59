import { LIMITS } from '../protocol/limits';
import { receiptOutcomeSchema, type Receipt, type ReceiptOutcome, type StepRef } from '../protocol/messages';
import { ReceiptBook } from './ReceiptBook';
import type { ReceiptCounts } from './view';

const stepRef = (stepId: string, guideId = 'tour'): StepRef => ({ guideId, stepId, stepHash: '00'.repeat(32) });
const show = (stepId: string, guideId?: string) => ({ type: 'show_me', step: stepRef(stepId, guideId) }) as const;
const receipt = (seq: number, outcome: ReceiptOutcome, epoch = 1): Receipt => ({
  of: { epoch, seq },
  outcome,
});

const NONE = { shown: 0, done: 0, asked: 0, declined: 0, failed: 0 };

const countOf = (book: ReceiptBook, stepId: string, guideId = 'tour') => book.counts().get(guideId)?.get(stepId);

function asked(...stepIds: string[]) {
  const book = new ReceiptBook();
  stepIds.forEach((stepId, index) => book.asked({ epoch: 1, seq: index + 1 }, show(stepId), 0));
  return book;
}

test('RCPT-1: each outcome is counted as one thing, a skipped event as none', () => {
  const countsOf = (outcome: ReceiptOutcome) => {
    const book = asked('one');
    book.note('ada', receipt(1, outcome));
    return countOf(book, 'one');
  };
  const none = NONE;
  expect(Object.fromEntries(receiptOutcomeSchema.options.map((outcome) => [outcome, countsOf(outcome)]))).toEqual({
    shown: { ...none, shown: 1 },
    done: { ...none, done: 1 },
    failed: { ...none, failed: 1 },
    asked: { ...none, asked: 1 },
    declined: { ...none, declined: 1 },
    'needs-input': { ...none, failed: 1 },
    interrupted: { ...none, failed: 1 },
    unsupported: { ...none, failed: 1 },
    skipped: none,
  });
});

test('RCPT-2: an attendee counts once for a step, by the last receipt for its newest event', () => {
  const book = asked('one', 'two');
  book.note('ada', receipt(1, 'shown'));
  book.note('bob', receipt(1, 'failed'));
  expect(countOf(book, 'one')).toEqual({ ...NONE, shown: 1, failed: 1 });
  book.asked({ epoch: 1, seq: 3 }, show('one'), 0);
  expect(countOf(book, 'one')).toEqual(NONE);
  book.note('ada', receipt(3, 'asked'));
  book.note('bob', receipt(1, 'shown'));
  expect(countOf(book, 'one')).toEqual({ ...NONE, asked: 1 });
  book.note('ada', receipt(3, 'done'));
  book.note('bob', receipt(3, 'failed'));
  expect(countOf(book, 'one')).toEqual({ ...NONE, done: 1, failed: 1 });
});

test('RCPT-2: a receipt that is sent again counts once', () => {
  const book = asked('one');
  book.note('ada', receipt(1, 'done'));
  book.note('ada', receipt(1, 'done'));
  expect(countOf(book, 'one')).toEqual({ ...NONE, done: 1 });
});

test('RCPT-3: receipts for events that were never asked for, or are long gone, are dropped', () => {
  const book = asked('one');
  book.note('ada', receipt(2, 'done'));
  expect(countOf(book, 'one')).toEqual(NONE);
  book.asked({ epoch: 1, seq: 1 + LIMITS.logEvents }, { type: 'clear_highlight' }, 0);
  book.note('ada', receipt(1, 'done'));
  expect(countOf(book, 'one')).toEqual(NONE);
});

test('RCPT-3: so is one of an earlier epoch whose seq names another event now', () => {
  const book = new ReceiptBook();
  book.asked({ epoch: 2, seq: 9 }, show('new'), 0);
  book.note('ada', receipt(9, 'done', 1));
  expect(countOf(book, 'new')).toEqual(NONE);
  book.note('ada', receipt(9, 'done', 3));
  expect(countOf(book, 'new')).toEqual({ ...NONE, done: 1 });
});

test('RCPT-2: a step that nobody answered yet counts nobody', () => {
  expect(countOf(asked('one'), 'one')).toEqual(NONE);
});

test('RCPT-2: counts are the same map until one changes, and what was handed out stays as it was', () => {
  const book = asked('one', 'two');
  const before = book.counts();
  expect(book.counts()).toBe(before);
  book.note('ada', receipt(1, 'done'));
  const after = book.counts();
  const of = (counts: ReceiptCounts, stepId: string) => counts.get('tour')?.get(stepId);
  expect([of(before, 'one')?.done, of(after, 'one')?.done]).toEqual([0, 1]);
  expect(of(after, 'two')).toBe(of(before, 'two'));
  book.note('ada', receipt(9, 'done'));
  expect(book.counts()).toBe(after);
});

test('RCPT-2: steps of one id in two guides are counted apart', () => {
  const book = new ReceiptBook();
  book.asked({ epoch: 1, seq: 1 }, show('one', 'tour'), 0);
  book.asked({ epoch: 1, seq: 2 }, show('one', 'other'), 0);
  book.note('ada', receipt(1, 'failed'));
  book.note('bob', receipt(2, 'shown'));
  expect(countOf(book, 'one', 'tour')).toEqual({ ...NONE, failed: 1 });
  expect(countOf(book, 'one', 'other')).toEqual({ ...NONE, shown: 1 });
});
