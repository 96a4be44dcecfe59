import { FakeClock } from '../testing/FakeClock';
import { Vouchers } from './Vouchers';

function vouchers(answers: Array<Record<string, string> | Error>) {
  const clock = new FakeClock();
  let asked = 0;
  let changes = 0;
  const subject = new Vouchers({
    clock,
    async ask() {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer instanceof Error) {
        throw answer;
      }
      return new Map(Object.entries(answer));
    },
    changed: () => changes++,
  });
  return { clock, subject, asked: () => asked, changes: () => changes };
}

test('DIR-11: a room that comes in together is asked about together, and nobody is asked about twice', async () => {
  const { clock, subject, asked, changes } = vouchers([{ a: 'ada' }, { a: 'ada', c: 'cleo' }]);
  subject.see(['a']);
  subject.see(['a', 'b']);
  subject.see(['a', 'b', 'c']);
  await clock.advance(5_000);
  expect(asked()).toBe(2);
  expect(changes()).toBe(2);
  expect(Object.fromEntries(subject.logins())).toEqual({ a: 'ada', c: 'cleo' });
  subject.see(['c', 'b']);
  await clock.advance(5_000);
  expect(asked()).toBe(2);
});

test('DIR-11: what a directory has forgotten stays known, and one that is down is asked again', async () => {
  const { clock, subject, asked } = vouchers([{ a: 'ada' }, new Error('down'), { b: 'bob' }]);
  subject.see(['a']);
  await clock.advance(2_000);
  subject.see(['a', 'b']);
  await clock.advance(2_000);
  expect(asked()).toBe(2);
  subject.see(['a', 'b']);
  await clock.advance(2_000);
  expect(Object.fromEntries(subject.logins())).toEqual({ a: 'ada', b: 'bob' });
});

test('a room that is closed is not asked about any more', async () => {
  const { clock, subject, asked } = vouchers([{}]);
  subject.see(['a']);
  await clock.advance(100);
  subject.see(['a', 'b']);
  subject.close();
  await clock.advance(5_000);
  expect(asked()).toBe(1);
});
