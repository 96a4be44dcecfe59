/** What a page needs to read and run guides, with or without a session. */
import { config, locationService } from '@grafana/runtime';
import type { Clock } from './actions/clock';
import { grafanaFacts } from './actions/conditionsGrafana';
import { highlightTheme } from './actions/highlightTheme';
import { pageLocation } from './actions/location';
import { mayTakeReader } from './actions/ownRoute';
import { DoneList } from './actions/DoneList';
import { createPage } from './actions/page';
import { createRunner } from './actions/runner';
import { GuideTabs } from './guide/GuideTabs';
import { browserLibrary } from './guide/library';
import { readPrefixes } from './guide/listedPlaces';
import { safeNodes } from './guide/markdown';
import { grafanaDataSources } from './guide/player/grafanaDataSources';
import { GuideRecords } from './guide/player/records';
import { readersStorage } from './guide/readersStorage';
import { dock } from './ui/dock/dockStore';

/** @param guidePlaces address prefixes that an administrator listed, one a line */
export function createReading(guidePlaces: string, clock: Clock) {
  const { user } = config.bootData;
  const location = pageLocation(locationService);
  const reader = readerOf(user);
  const tabStorage = readersStorage(reader, () => window.sessionStorage);
  const library = browserLibrary(readPrefixes(guidePlaces), tabStorage);
  const guides = new GuideTabs({ loadGuide: library.load, storage: tabStorage });
  const records = new GuideRecords(reader, () => window.localStorage);
  const done = new DoneList({ storage: tabStorage, now: () => Date.now() });
  const page = createPage({
    location,
    clock,
    grafanaVersion: config.buildInfo.version,
    appSubUrl: config.appSubUrl,
    language: user.language,
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

  /** `bundled:<id>`, an id, or an address below a listed place; a guide that cannot be had leaves the reader where they are. */
  const openGuide = async (reference: string): Promise<void> => {
    const idAt = async () => (await library.openAddress(reference)).id;
    const id = /^https:/i.test(reference) ? await idAt().catch(() => null) : reference.replace(/^bundled:/, '');
    if (id !== null) {
      await guides.open(id);
    }
  };
  const followLink = (route: string): boolean => {
    const may = mayTakeReader(route, user.orgRole === 'Admin');
    if (may) {
      location.go(route);
    }
    return may;
  };
  return {
    location,
    library,
    guides,
    records,
    done,
    page,
    runner,
    openGuide,
    player: { records, clock, reader, dataSources: grafanaDataSources, followLink },
  };
}

/** One person in one organisation: a browser may be shared. */
function readerOf({ id, login, orgId }: { id: number; login: string; orgId: number }): string {
  return `${login || id}@${orgId}`;
}
