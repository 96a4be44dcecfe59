/**
 * How everything hangs together; read this first.
 *
 *   player -> ActionCapture -> SessionManager (presenter) ==> links ==> SessionManager (attendee) -> ActionReplay -> page
 *                                            receipt <== links <== what became of it there
 */
import { config } from '@grafana/runtime';
import { ActionCapture } from './actions/ActionCapture';
import { ActionReplay } from './actions/ActionReplay';
import { askCeiling } from './askCeiling';
import { connect, offersOf } from './connect';
import { FollowCeiling, lowerPolicy } from './followCeiling';
import { grafanaFetch } from './grafanaFetch';
import { answersOf } from './guide/player/answers';
import { tickStep } from './guide/player/sessionTicks';
import { createLog } from './log';
import { createReading } from './reading';
import { aboutEvent, aboutSnapshot } from './session/aboutEvent';
import { SessionManager } from './session/SessionManager';
import type { LiveSettings } from './ui/config/settings';
import { HOME_PATH, PROXY_PATH } from './ui/identity';
import type { LiveApp } from './ui/LiveApp';
import { makeTicker } from './ticker';
import { browserClock, onPageLife } from './world';

/** The session machinery of one page; whoever calls it keeps the one that they get. */
export function getLiveApp(settings: LiveSettings): LiveApp {
  const log = createLog(settings.debug);
  const clock = browserClock(makeTicker);
  const { location, library, guides, records, page, runner, player, openGuide, done } = createReading(
    settings.guidePlaces,
    clock
  );

  const proxied = settings.grafanaServerUrl === '' ? null : grafanaFetch(PROXY_PATH);
  const server = () => connect({ ...settings, proxied }, clock, (line) => log('SessionManager', line));
  const joinLink = (code: string, fingerprint: string) =>
    `${window.location.origin}${config.appSubUrl}${HOME_PATH}/join/${code}/${fingerprint}`;

  const session: SessionManager = new SessionManager(
    { presenting: server, attending: server, joinLink },
    {
      presenting(elsewhere) {
        const guide = session.presentedGuide();
        capture.start(guide);
        if (elsewhere && guide) {
          void guides.open(guide.guideId, guide.title);
        }
        session.presenterAt(capture.routeNow());
      },
      presented: () => capture.stop(),
      attending: (sessionId) => replay.attend(sessionId),
      attended: () => replay.leave(),
      async event(event, of, late) {
        const { outcome, detail = '' } = await replay.handle(event, of, late);
        session.receipt(of, { outcome, detail, ...aboutEvent(event) });
        await tickStep(records, library.load, event, outcome);
      },
      stillShown: (step, of) => void replay.stillShown(step, of),
      async snapshot(snapshot, { epoch }) {
        const { outcome, detail = '' } = await replay.enter(snapshot, { epoch });
        if (snapshot.highlight) {
          session.receipt({ epoch, seq: snapshot.highlight.seq }, { outcome, detail, ...aboutSnapshot(snapshot) });
        }
      },
    }
  );
  const capture = new ActionCapture({
    location,
    clock,
    ownPath: HOME_PATH,
    log,
    emit(event) {
      if (event.type === 'navigation' && event.to.kind === 'guide') {
        // What the guide before it points at is over, for the presenter as for everyone.
        page.clear();
      }
      session.publish(event);
    },
    arrived: (route) => session.presenterAt(route),
  });
  const replay = new ActionReplay({
    page,
    done,
    log,
    loadGuide: library.load,
    openGuide: (guide) => void guides.open(guide.guideId, guide.title),
    answers: (guide) => answersOf(guide, records.of(guide.id).answers),
    mode: () => session.attendance().mode,
    policy: () => lowerPolicy(settings.liveSessions ? ceiling.value() : 'off', session.attendance().policy),
    begun: (of) => session.begun(of),
    asks: (of) => session.asked(of),
  });

  const ceiling = new FollowCeiling(settings.followCeiling, {
    clock,
    ask: askCeiling,
    changed() {
      replay.ceilingChanged();
      sayFollowing();
    },
  });

  const sayFollowing = () => {
    const off = !settings.liveSessions || ceiling.value() === 'off';
    session.setFollowing(off ? 'off' : replay.door.view().paused ? 'paused' : 'on');
  };
  replay.door.subscribe(sayFollowing);

  page.onDismiss(() => capture.cleared());
  session.subscribe(() => {
    const attends = session.view().role === 'attending';
    ceiling.watch(attends && session.attendance().mode === 'follow');
    if (attends) {
      replay.modeChanged();
      sayFollowing();
    }
  });
  guides.subscribe(() => {
    const tab = guides.view().tabs.find(({ id }) => id === guides.view().active);
    if (tab?.state === 'ready') {
      capture.opened(tab.guide);
    }
  });
  onPageLife({
    goes: () => session.pageHidden(),
    comes: () => session.takeUp(),
    nudge: () => session.nudge(),
  });
  void session.takeUp();

  return {
    session,
    replay: replay.door,
    runner,
    conditions: runner,
    guides,
    player,
    openGuide: (reference) => void openGuide(reference),
    async goToPage(route) {
      const { last } = session.attendance();
      const again = player.followLink(route) ? await replay.showAgain() : null;
      if (last && again && again.outcome !== 'skipped') {
        session.receipt(again.of, { ...last, outcome: again.outcome, detail: again.detail ?? '' });
      }
    },
    listGuides: library.list,
    library,
    onPlayerAction: (kind, step, guide) => capture.acted(kind, step, guide),
    serverUrl: settings.serverUrl,
    offers: offersOf({ ...settings, proxied }, clock),
    terminalEntry: () => session.terminalEntry(),
    browserEntry: () => session.browserEntry(),
    get followCeiling() {
      return ceiling.value();
    },
    now: () => clock.now(),
  };
}
