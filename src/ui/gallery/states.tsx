/** Every state of the interface with made-up data, so that each can be looked at without making it happen. */
import { SESSION_ERRORS, SessionError, type SessionErrorReason } from '../../session/SessionError';
import { fakeLiveApp } from '../../testing/fakeLiveApp';
import {
  fakeAdmitting,
  fakeAttendees,
  fakeAttending,
  fakeEnded,
  fakeLast,
  fakeLog,
  fakePending,
  fakePresenting,
  fakeTroubled,
  fakeWaiting,
  LONG_NAMES,
} from '../../testing/fakeViews';
import { DockBody } from '../dock/DockBody';
import { ErrorNotice } from '../ErrorNotice';
import { PromptCard } from '../follow/FollowPrompt';
import { Shared } from '../pages/SharedPage';
import { PlainHttpNote } from '../PlainHttpNote';
import { SessionArea } from '../session/SessionArea';
import { JoinForm } from '../session/JoinDialog';
import { JoinProgress } from '../session/JoinProgress';
import { StartForm } from '../session/StartDialog';
import { BLOCK_STATES } from './blockStates';
import type { GalleryState } from './GalleryState';

const nothing = () => undefined;
const area = () => <SessionArea />;
const body = () => <DockBody />;
const reasons = Object.keys(SESSION_ERRORS).filter((key): key is SessionErrorReason => key in SESSION_ERRORS);
const unreachable = () => Promise.reject(new SessionError('server-down'));

export const GALLERY_STATES: readonly GalleryState[] = [
  { title: 'Dock, no session', app: fakeLiveApp(), draw: body },
  { title: 'Dock, guide open', app: fakeLiveApp({ open: ['tour', 'explore-basics'] }), draw: body },
  {
    title: 'Dock, presenting',
    app: fakeLiveApp({ session: fakePresenting(), open: ['explore-basics'] }),
    draw: body,
  },
  {
    title: 'Dock, attending',
    app: fakeLiveApp({ session: fakeAttending(), open: ['explore-basics'] }),
    draw: body,
  },
  {
    title: 'Start dialog (the server is down)',
    app: fakeLiveApp({ onStart: unreachable }),
    wide: true,
    draw: () => <StartForm userName="Ada Lovelace" onClose={nothing} />,
  },
  {
    title: 'Join dialog (the server is down)',
    app: fakeLiveApp({ onJoin: unreachable }),
    wide: true,
    draw: () => <JoinForm userName="Ada Lovelace" invitation="7k3 m9q" onClose={nothing} onCancel={nothing} />,
  },
  {
    title: 'Join dialog, follow mode off',
    app: fakeLiveApp({ followCeiling: 'off' }),
    wide: true,
    draw: () => <JoinForm userName="" invitation="" onClose={nothing} onCancel={nothing} />,
  },
  {
    title: 'What dialogs say on plain http',
    app: fakeLiveApp(),
    wide: true,
    draw: () => <PlainHttpNote isSecure={false} />,
  },
  {
    title: 'Shared Sessions, offered',
    app: fakeLiveApp({ offers: () => Promise.resolve({ relay: true, terminal: false, browser: true }) }),
    wide: true,
    draw: () => <Shared />,
  },
  {
    title: 'Join dialog, joining',
    app: fakeLiveApp({ session: { role: 'joining', stage: 'connecting' } }),
    wide: true,
    draw: () => <JoinForm userName="Ada Lovelace" invitation="7K3M9Q" onClose={nothing} onCancel={nothing} />,
  },
  ...(['finding', 'connecting', 'verifying', 'joining'] as const).map((stage) => ({
    title: `Joining: ${stage}`,
    app: fakeLiveApp(),
    draw: () => <JoinProgress stage={stage} onCancel={nothing} />,
  })),
  { title: 'Starting', app: fakeLiveApp({ session: { role: 'starting' } }), draw: area },
  {
    title: 'Going back after a reload',
    app: fakeLiveApp({ session: { role: 'returning', since: 0, reason: 'server-down' } }),
    draw: area,
  },
  { title: 'Idle with an error', app: fakeLiveApp({ session: { role: 'idle', error: 'server-down' } }), draw: area },
  { title: 'Presenting, nobody yet', app: fakeLiveApp({ session: fakePresenting({ attendees: [] }) }), draw: area },
  {
    title: 'Presenting, session server lost',
    app: fakeLiveApp({ session: fakePresenting({ state: 'signalling-lost' }), followCeiling: 'ask' }),
    draw: area,
  },
  {
    title: 'Presenting, heard by nobody',
    app: fakeLiveApp({ session: fakePresenting({ state: 'unheard' }) }),
    draw: area,
  },
  {
    title: 'Presenting, some need help',
    app: fakeLiveApp({ session: fakePresenting({ attendees: fakeTroubled() }), open: ['explore-basics'] }),
    draw: area,
  },
  {
    title: 'Presenting, asked about newcomers',
    app: fakeLiveApp({ session: fakePresenting({ admit: true, waiting: fakeWaiting(3) }), now: 4_000 }),
    draw: area,
  },
  {
    title: 'Presenting, a terminal may be shared',
    app: fakeLiveApp({
      session: fakePresenting({ attendees: fakeAttendees(1) }),
      offers: () => Promise.resolve({ relay: true, terminal: true, browser: false }),
    }),
    draw: area,
  },
  {
    title: 'Presenting, a terminal is shared, one may type',
    app: fakeLiveApp({
      session: fakePresenting({
        attendees: fakeAttendees(3).map((row, index) => ({ ...row, types: index === 1 })),
        terminal: { state: 'on', shell: '0a'.repeat(16), typists: 1 },
      }),
    }),
    draw: area,
  },
  {
    title: 'Presenting, locked',
    app: fakeLiveApp({ session: fakePresenting({ locked: true, attendees: fakeAttendees(2) }) }),
    draw: area,
  },
  {
    title: 'Presenting to 200',
    app: fakeLiveApp({ session: fakePresenting({ attendees: fakeAttendees(200) }) }),
    draw: area,
  },
  {
    title: 'Presenting in little room, long names',
    narrow: true,
    app: fakeLiveApp({
      session: fakePresenting({
        sessionName: LONG_NAMES[0].repeat(2).slice(0, 80),
        locked: true,
        waiting: fakeWaiting(2),
        attendees: fakeTroubled().map((row, index) => ({
          ...row,
          name: LONG_NAMES[index] ?? row.name,
          hand: index < 2,
        })),
      }),
      open: ['explore-basics'],
    }),
    draw: area,
  },
  ...(['asking', 'reconnecting', 'waiting'] as const).map((state) => ({
    title: `Waiting to be let in, ${state}`,
    app: fakeLiveApp({ session: fakeAdmitting({ state }), now: 83_000 }),
    draw: area,
  })),
  {
    title: 'Attending in little room, long names',
    narrow: true,
    app: fakeLiveApp({
      session: fakeAttending({ presenterName: LONG_NAMES[1], sessionName: LONG_NAMES[0], mode: 'follow' }),
    }),
    draw: area,
  },
  {
    title: 'Attending, a step that failed here',
    app: fakeLiveApp({ session: fakeAttending({ last: fakeLast }) }),
    draw: area,
  },
  {
    title: 'Attending, following',
    app: fakeLiveApp({
      session: fakeAttending({ mode: 'follow', hand: true, trust: 'server' }),
      replay: { log: fakeLog },
    }),
    draw: area,
  },
  {
    title: 'Attending, following is paused',
    app: fakeLiveApp({
      session: fakeAttending({ mode: 'follow', route: 'relay' }),
      replay: { paused: true, log: fakeLog },
    }),
    draw: area,
  },
  {
    title: 'Attending, reconnected and asked about what was missed',
    app: fakeLiveApp({
      session: fakeAttending({ mode: 'follow' }),
      replay: { missed: 3, log: fakeLog },
    }),
    draw: area,
  },
  {
    title: 'Attending, follow mode off',
    app: fakeLiveApp({ session: fakeAttending({ mode: 'follow', policy: 'off' }) }),
    draw: area,
  },
  {
    title: 'Attending, reconnecting',
    app: fakeLiveApp({ session: fakeAttending({ state: 'reconnecting', outage: { since: 0 } }), now: 7_000 }),
    draw: area,
  },
  {
    title: 'Attending, waiting for the presenter',
    app: fakeLiveApp({ session: fakeAttending({ state: 'waiting', outage: { since: 0 } }), now: 83_000 }),
    draw: area,
  },
  ...(['ended', 'ended-by-administrator', 'removed', 'declined', 'presenter-gone', 'taken-over'] as const).map(
    (reason) => ({
      title: `Ended: ${reason}`,
      app: fakeLiveApp({ session: fakeEnded(reason), replay: { log: fakeLog } }),
      draw: area,
    })
  ),
  ...(['consent', 'danger', 'unlisted-page'] as const).map((kind) => ({
    title: `Follow prompt: ${kind}`,
    app: fakeLiveApp({ session: fakeAttending({ mode: 'follow' }) }),
    draw: () => <PromptCard pending={fakePending(kind)} />,
  })),
  {
    title: 'Follow prompt, not armed yet',
    app: fakeLiveApp({ session: fakeAttending({ mode: 'follow' }) }),
    draw: () => <PromptCard pending={fakePending('danger', 3_600_000)} />,
  },
  ...BLOCK_STATES,
  ...reasons.map((reason) => ({
    title: `Error: ${reason}`,
    app: fakeLiveApp(),
    draw: () => <ErrorNotice reason={reason} />,
  })),
];
