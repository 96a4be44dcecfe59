/**
 * How everything hangs together; read this first.
 *
 *   player -> ActionCapture -> SessionManager (presenter) ==> links ==> SessionManager (attendee) -> ActionReplay -> page
 *                                            receipt <== links <== what became of it there
 */
import { config, locationService } from '@grafana/runtime';
import { ActionCapture } from './actions/ActionCapture';
import { ActionReplay } from './actions/ActionReplay';
import { grafanaFacts } from './actions/conditionsGrafana';
import { highlightTheme } from './actions/highlightTheme';
import { pageLocation } from './actions/location';
import { createPage } from './actions/page';
import { mayTakeReader } from './actions/ownRoute';
import { createRunner } from './actions/runner';
import { connect } from './connect';
import { grafanaFetch } from './grafanaFetch';
import { GuideTabs } from './guide/GuideTabs';
import { browserLibrary } from './guide/library';
import { readPrefixes } from './guide/listedPlaces';
import { safeNodes } from './guide/markdown';
import { answersOf } from './guide/player/answers';
import { grafanaDataSources } from './guide/player/grafanaDataSources';
import { GuideRecords } from './guide/player/records';
import { readersStorage } from './guide/readersStorage';
import { tickStep } from './guide/player/sessionTicks';
import { createLog } from './log';
import { SessionManager } from './session/SessionManager';
import type { LiveSettings } from './ui/config/settings';
import { dock } from './ui/dock/dockStore';
import { HOME_PATH, PROXY_PATH } from './ui/identity';
import type { LiveApp } from './ui/LiveApp';
import { makeTicker } from './ticker';
import { browserClock, onPageLife } from './world';

/** The session machinery of one page; whoever calls it keeps the one that they get. */
export function getLiveApp(settings: LiveSettings): LiveApp {
  const log = createLog(settings.debug);
  const clock = browserClock(makeTicker);
  const location = pageLocation(locationService);
  const reader = readerOf(config.bootData.user);
  const tabStorage = readersStorage(reader, () => window.sessionStorage);
  const library = browserLibrary(readPrefixes(settings.guidePlaces), tabStorage);
  const guides = new GuideTabs({ loadGuide: library.load, storage: tabStorage });
  const records = new GuideRecords(reader, () => window.localStorage);
  const page = createPage({
    location,
    clock,
    grafanaVersion: config.buildInfo.version,
    appSubUrl: config.appSubUrl,
    theme: () => highlightTheme(config.theme2),
    renderMarkdown: safeNodes,
    movePanel(to) {
      dock.moveTo(to);
      return true;
    },
  });
  const runner = createRunner(
    page,
    grafanaFacts(() => clock.now())
  );

  const proxied = settings.grafanaServerUrl === '' ? null : grafanaFetch(PROXY_PATH);
  const server = () => connect({ ...settings, proxied }, clock, (line) => log('SessionManager', line));
  const joinLink = (code: string, fingerprint: string) =>
    `${window.location.origin}${config.appSubUrl}${HOME_PATH}/join/${code}/${fingerprint}`;

  const session: SessionManager = new SessionManager(
    { presenting: server, attending: server, joinLink },
    {
      presenting() {
        capture.start(session.presentedGuide());
        session.presenterAt(capture.routeNow());
      },
      presented: () => capture.stop(),
      attending: () => replay.attend(),
      attended: () => replay.leave(),
      async event(event, of) {
        const { outcome, detail } = await replay.handle(event, of);
        session.receipt(of, outcome, detail);
        await tickStep(records, library.load, event, outcome);
      },
      async snapshot(snapshot, { epoch }) {
        const { outcome, detail } = await replay.enter(snapshot);
        if (snapshot.highlight) {
          session.receipt({ epoch, seq: snapshot.highlight.seq }, outcome, detail);
        }
      },
    }
  );
  const capture = new ActionCapture({
    location,
    clock,
    ownPath: HOME_PATH,
    log,
    emit: (event) => session.publish(event),
    arrived: (route) => session.presenterAt(route),
  });
  const replay = new ActionReplay({
    page,
    log,
    loadGuide: library.load,
    openGuide: (guide) => void guides.open(guide.guideId, guide.title),
    answers: (guide) => answersOf(guide, records.of(guide.id).answers),
    mode: () => session.attendance().mode,
    policy: () => (settings.followCeiling === 'off' ? 'off' : session.attendance().policy),
    begun: (of) => session.begun(of),
  });

  /** `bundled:<id>`, an id, or an address below a listed place; a guide that cannot be had leaves the reader where they are. */
  const openReferred = async (reference: string) => {
    const id = /^https:/i.test(reference)
      ? await library.openAddress(reference).then(
          (guide) => guide.id,
          () => null
        )
      : reference.replace(/^bundled:/, '');
    if (id !== null) {
      await guides.open(id);
    }
  };

  page.onDismiss(() => capture.cleared());
  session.subscribe(() => session.view().role === 'attending' && replay.modeChanged());
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
    player: {
      ...{ records, clock, reader, dataSources: grafanaDataSources },
      followLink(route) {
        const may = mayTakeReader(route, config.bootData.user.orgRole === 'Admin');
        if (may) {
          location.go(route);
        }
        return may;
      },
    },
    openGuide: (reference) => void openReferred(reference),
    listGuides: library.list,
    library,
    onPlayerAction: (kind, step, guide) => capture.acted(kind, step, guide),
    followCeiling: settings.followCeiling,
    now: () => clock.now(),
  };
}

/** One person in one organisation: a browser may be shared. */
function readerOf({ id, login, orgId }: { id: number; login: string; orgId: number }): string {
  return `${login || id}@${orgId}`;
}
