/**
 * How everything hangs together; read this first.
 *
 *   click -> player -> ActionCapture -> SessionManager (presenter) ==> links ==> SessionManager (attendee)
 *         -> ActionReplay -> page, and a receipt back.
 */
import { config, locationService } from '@grafana/runtime';
import { highlightTheme } from './actions/highlightTheme';
import { pageLocation } from './actions/location';
import { createPage } from './actions/page';
import { createRunner } from './actions/runner';
import { listGuides, loadGuide } from './guide/catalogue';
import { GuideTabs } from './guide/GuideTabs';
import { safeNodes } from './guide/markdown';
import { guideRefOf, resolveStepRef, stepRefOf } from './guide/stepRef';
import { connect } from './connect';
import { createLog } from './log';
import { SessionManager } from './session/SessionManager';
import type { LiveSettings } from './ui/config/settings';
import { HOME_PATH } from './ui/identity';
import type { LiveApp } from './ui/LiveApp';
import { browserClock } from './world';

export function getLiveApp(settings: LiveSettings): LiveApp {
  const log = createLog(settings.debug);
  const clock = browserClock(() => new Worker(new URL('./ticker.worker.ts', import.meta.url)));
  const guides = new GuideTabs();
  const page = createPage({
    location: pageLocation(locationService),
    grafanaVersion: config.buildInfo.version,
    theme: () => highlightTheme(config.theme2),
    renderMarkdown: safeNodes,
  });
  const runner = createRunner(page);
  const session = new SessionManager(
    {
      presenting: () => connect(settings, clock, (line) => log('SessionManager', line)),
      attending: () => connect(settings, clock, (line) => log('SessionManager', line)),
      joinLink: (code, fingerprint) =>
        `${window.location.origin}${config.appSubUrl}${HOME_PATH}/join/${code}/${fingerprint}`,
    },
    {
      presenting() {},
      presented() {},
      event(event, of) {
        if (event.type === 'show_me') {
          void loadGuide(event.step.guideId).then(async (guide) => {
            void guides.open(guide.id, guide.title);
            const resolved = resolveStepRef(guide, event.step);
            if (resolved.kind === 'same') {
              session.begun(of);
              const result = await runner.show(resolved.step, new AbortController().signal);
              session.receipt(of, result.outcome === 'shown' ? 'shown' : 'failed', result.detail);
            }
          });
        }
      },
      snapshot(snapshot) {
        if (snapshot.guide) {
          void guides.open(snapshot.guide.guideId, snapshot.guide.title);
        }
      },
      attended() {},
    }
  );
  window.addEventListener('pagehide', () => session.pageHidden());
  window.addEventListener('online', () => session.nudge());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && session.nudge());
  void session.takeUp();
  return {
    session,
    replay: {
      view: () => idleReplay,
      subscribe: () => () => {},
      confirm() {},
      decline() {},
      resume() {},
    },
    runner,
    conditions: runner,
    guides,
    listGuides,
    onPlayerAction(kind, step, guide) {
      session.publish({ type: kind === 'show' ? 'show_me' : 'do_it', step: stepRefOf(guide, step) });
      void guideRefOf;
    },
    followCeiling: settings.followCeiling,
    now: () => clock.now(),
  };
}

const idleReplay = { pending: null, paused: false, log: [] };
