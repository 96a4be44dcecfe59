/** Over links: who may type is told one attendee alone, sealed for them (SPEC TERM-17). */
import { presenterStage } from '../testing/presenterStage';

const GRACE = '02'.repeat(16);
const ALAN = '03'.repeat(16);
const KEY = '0c'.repeat(32);

test('TERM-17: the key that lets an attendee type goes to them alone, on their newest link', async () => {
  const { session, attendee, entered, clock } = await presenterStage();
  const grace = await attendee(GRACE);
  const alan = await attendee(ALAN);
  await clock.advance(10);
  const again = await attendee(GRACE);
  await clock.advance(10);
  expect(entered).toEqual([GRACE, ALAN, GRACE]);
  session.tellKey(GRACE, 'terminal_typing', KEY);
  session.tellKey(GRACE, 'terminal_typing', null);
  session.tellKey('04'.repeat(16), 'terminal_typing', KEY);
  await clock.advance(10);
  const typing = async ({ heard }: typeof grace) => (await heard()).filter(({ type }) => type === 'terminal_typing');
  expect(await typing(again)).toEqual([
    { type: 'terminal_typing', key: KEY },
    { type: 'terminal_typing', key: null },
  ]);
  expect([await typing(grace), await typing(alan)]).toEqual([[], []]);
  session.close();
});

test('TERM-14: a newcomer is told of the terminal in the snapshot, those who are in by an event', async () => {
  const { session, attendee, clock } = await presenterStage();
  const terminal = { shell: '0a'.repeat(16), key: '0b'.repeat(32) };
  session.publish({ type: 'terminal_open', terminal });
  const late = await attendee(GRACE);
  await clock.advance(10);
  const start = (await late.heard()).find((message) => message.type === 'session_start');
  expect(start?.snapshot.terminal).toEqual(terminal);
  session.publish({ type: 'terminal_close' });
  const later = await attendee(ALAN);
  await clock.advance(10);
  const next = (await later.heard()).find((message) => message.type === 'session_start');
  expect(next?.snapshot.terminal).toBeNull();
  session.close();
});
