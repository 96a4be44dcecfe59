import { act } from '@testing-library/react';
import { EventBusSrv } from '@grafana/data';
import { setAppEvents } from '@grafana/runtime';
import type { SessionView } from '../../session/view';
import { drawWith } from '../../testing/drawWith';
import {
  fakeAdmitting,
  fakeAttendees,
  fakeAttending,
  fakeLast,
  fakePresenting,
  fakeWaiting,
} from '../../testing/fakeViews';
import { dock } from '../dock/dockStore';
import { QUIET } from '../toasts';
import { SessionToasts, WORTH_SAYING } from './SessionToasts';

let said: string[] = [];

beforeEach(() => {
  jest.useFakeTimers();
  said = [];
  const bus = new EventBusSrv();
  jest.spyOn(bus, 'publish').mockImplementation((event) => {
    const payload = 'payload' in event ? String(event.payload) : '';
    said.push(`${event.type.replace('alert-', '')}: ${payload}`);
  });
  setAppEvents(bus);
});
afterEach(() => jest.useRealTimers());

function draw(session: SessionView) {
  const { app } = drawWith(<SessionToasts />, { session });
  return { app, become: (view: SessionView) => act(() => app.setSession(view)) };
}
const pass = (milliseconds: number) => act(() => void jest.advanceTimersByTime(milliseconds));
const hands = (...up: number[]) =>
  fakePresenting({ attendees: fakeAttendees(5).map((row, index) => ({ ...row, hand: up.includes(index) })) });
const cutOff = fakeAttending({ state: 'reconnecting', outage: { since: 0 } });

test('an open dock says it already, and no toast lies over it', () => {
  dock.open();
  const { become } = draw(hands());
  become(hands(1));
  become(fakePresenting({ waiting: fakeWaiting(2) }));
  expect(said).toEqual([]);
  dock.close();
  become(fakePresenting({ waiting: fakeWaiting(3) }));
  expect(said).toHaveLength(1);
});

test('who has joined is told so once, however they came in', () => {
  const { become } = draw({ role: 'joining', stage: 'joining' });
  become(fakeAttending());
  become(fakeAttending({ last: { ...fakeLast, outcome: 'shown' } }));
  expect(said).toEqual(['success: You have joined “Grafana for newcomers”']);
  const other = draw(fakeAdmitting());
  other.become(fakeAttending());
  expect(said).toHaveLength(2);
});

test('a session that a reload takes up says nothing', () => {
  const { become } = draw({ role: 'joining', stage: 'finding' });
  become(cutOff);
  become(fakeAttending());
  expect(said).toEqual([]);
});

test('a hand is told to the presenter by name, many at once by number, and no more often than every few seconds', () => {
  const { app, become } = draw(hands());
  become(hands(1));
  become(hands(1, 2));
  expect(said).toEqual(['info: Grace Hopper raised a hand']);
  app.setNow(QUIET);
  become(hands(1, 2, 3, 4));
  expect(said.at(-1)).toBe('info: 2 hands were raised');
  app.setNow(2 * QUIET);
  become(hands(1, 2));
  become(hands(1, 2));
  expect(said).toHaveLength(2);
});

test('newcomers who wait are told to the presenter', () => {
  const { become } = draw(fakePresenting({ admit: true }));
  become(fakePresenting({ admit: true, waiting: fakeWaiting(1) }));
  become(fakePresenting({ admit: true, waiting: fakeWaiting(1) }));
  expect(said).toEqual(['info: Ada Lovelace asks to be let in']);
});

test('who looks on is told that something is shared no longer; that its session ended says it too', () => {
  const terminal = { shell: '0a'.repeat(16), key: '0b'.repeat(32), typing: null };
  const browser = { browser: '0c'.repeat(16), key: '0d'.repeat(32), driving: null };
  const { become } = draw(fakeAttending({ terminal, browser }));
  become(fakeAttending({ terminal: { ...terminal, shell: '0e'.repeat(16) }, browser }));
  become(fakeAttending({ terminal: { ...terminal, typing: '0f'.repeat(32) }, browser: null }));
  become(fakeAttending({ terminal: null, browser: null }));
  expect(said).toEqual([
    'info: Ada Lovelace no longer shares the browser',
    'info: Ada Lovelace no longer shares the terminal',
  ]);
  become(fakeAttending({ terminal, browser: null }));
  become({ role: 'ended', reason: 'ended', sessionName: 'Lesson', joined: null });
  expect(said).toHaveLength(2);
});

const COUNTS = { shown: 1, done: 1, asked: 1, declined: 1, failed: 1 };

test('receipts and modes are told to nobody', () => {
  const { become } = draw(fakePresenting());
  become(fakePresenting({ receipts: new Map([['tour', new Map([['one', COUNTS]])]]) }));
  become(fakePresenting({ attendees: fakeAttendees(6).map((row) => ({ ...row, mode: 'follow' as const })) }));
  become(fakePresenting({ attendees: fakeAttendees(20) }));
  expect(said.filter((line) => !line.includes('hand'))).toEqual([]);
});

test('a connection that is lost for a moment is nobody’s concern; one that stays lost is, and its return too', () => {
  const { become } = draw(fakeAttending());
  become(cutOff);
  pass(WORTH_SAYING - 1);
  become(fakeAttending());
  pass(WORTH_SAYING);
  expect(said).toEqual([]);
  become(cutOff);
  pass(WORTH_SAYING);
  become(fakeAttending());
  expect(said).toEqual([
    'warning: The live session is cut off,It is tried again by itself.',
    'success: The live session goes on',
  ]);
});

test('a lost session server is told to the presenter in the same way', () => {
  const { become } = draw(fakePresenting());
  become(fakePresenting({ state: 'signalling-lost' }));
  pass(WORTH_SAYING);
  become(fakePresenting());
  expect(said.map((line) => line.split(':')[0])).toEqual(['warning', 'success']);
});

test('a presenter whom nobody hears is told so, also after the server alone was missed', () => {
  const { become } = draw(fakePresenting());
  become(fakePresenting({ state: 'signalling-lost' }));
  pass(WORTH_SAYING);
  become(fakePresenting({ state: 'unheard' }));
  pass(WORTH_SAYING);
  become(fakePresenting());
  expect(said).toEqual([
    'warning: The session server does not answer,Who is connected stays so.',
    'warning: Nobody hears you just now,It is tried again by itself.',
    'success: The live session goes on',
  ]);
});

test.each([
  ['removed', 1],
  ['declined', 1],
  ['ended', 0],
] as const)('an end by %s makes %d toasts', (reason, count) => {
  const { become } = draw(fakeAttending());
  become({ role: 'ended', reason, sessionName: 'Lesson', joined: null });
  expect(said).toHaveLength(count);
});
