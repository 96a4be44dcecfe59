/** The bundled guides' steps, how a person does each by hand, and by what a page shows that it was done. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { GuideStep } from '../src/guide/model';
import { parseGuideText } from '../src/guide/parseGuide';

export type BundledGuide = 'demo-tour' | 'demo-explore-query' | 'demo-form';

/** A step as the tests need it: every target of the bundled guides is plain CSS. */
export type Step = GuideStep & { reftarget: string };

export function stepsOf(guide: BundledGuide): Step[] {
  const file = path.resolve(__dirname, `../src/guide/bundled/${guide}.json`);
  const parsed = parseGuideText(readFileSync(file, 'utf8'));
  if (!parsed.ok) {
    throw new Error(`${guide}: ${parsed.errors[0].message}`);
  }
  return parsed.guide.steps.map((step) => {
    if (step.reftarget === null) {
      throw new Error(`${guide}: step ${step.id} has no target`);
    }
    return { ...step, reftarget: step.reftarget };
  });
}

interface Doing {
  /** What a follower is asked before it is done. */
  asks: 'nothing' | 'consent' | 'danger';
  /** Holds on a page where the step has been done, and before that nowhere. */
  done(page: Page): Promise<void>;
  /** What a guided attendee does. */
  byHand(page: Page): Promise<void>;
}

const grafana = (page: Page, id: string) => page.locator(`[data-testid="data-testid ${id}"]`);
const menu = (page: Page, address: string) =>
  page.locator(`a[data-testid="data-testid Nav menu item"][href$="${address}"]`);
const at = (address: RegExp) => (page: Page) => expect(page).toHaveURL(address);
const click = (selector: string) => (page: Page) => page.locator(selector).first().click();

const editorText = (page: Page) =>
  page.evaluate(() => {
    const lines = document.querySelectorAll('[data-testid="data-testid Query field"] .view-line');
    return [...lines].map((line) => line.textContent?.replace(/\u00a0/g, ' ')).join('\n');
  });

const writes = (query: string): Doing => ({
  asks: 'nothing',
  done: (page) => expect.poll(() => editorText(page)).toBe(query),
  async byHand(page) {
    await grafana(page, 'Query field').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(query);
  },
});

const RUN = '[data-testid="data-testid RefreshPicker run button"]';
const form = 'Data source settings page';

/** By step id. Steps that are only shown are not here. */
export const DOING: Readonly<Record<string, Doing>> = {
  'open-dashboards': {
    asks: 'nothing',
    done: at(/\/dashboards$/),
    byHand: (page) => menu(page, '/dashboards').click(),
  },
  'open-web-shop': {
    asks: 'nothing',
    done: at(/\/d\/web-shop/),
    byHand: click('[data-testid="data-testid browse dashboards row Web shop overview"] a'),
  },
  'hover-requests': {
    asks: 'nothing',
    done: () => Promise.resolve(),
    byHand: (page) => grafana(page, 'Panel header Requests by instance').hover(),
  },
  'pick-instance': {
    asks: 'consent',
    done: (page) => expect(page.locator('#var-instance')).toHaveValue('web-2'),
    async byHand(page) {
      await page.locator('#var-instance').click();
      await page.getByRole('option', { name: 'web-2' }).click();
    },
  },
  refresh: { asks: 'nothing', done: () => Promise.resolve(), byHand: click(RUN) },
  'back-home': { asks: 'nothing', done: at(/:\d+\/$/), byHand: (page) => menu(page, '/').first().click() },

  'go-to-explore': { asks: 'nothing', done: at(/\/explore/), byHand: (page) => menu(page, '/explore').click() },
  'write-query': { ...writes('sum(http_requests_total)'), asks: 'consent' },
  'run-query': {
    asks: 'nothing',
    done: (page) => expect(grafana(page, 'Panel header Graph')).toBeVisible(),
    byHand: click(RUN),
  },
  'split-by-instance': writes('http_requests_total{instance=~"web-1|web-2"}'),
  'run-again': {
    asks: 'nothing',
    done: (page) => expect(grafana(page, 'Panel header Table').getByText('web-2')).toBeVisible(),
    byHand: click(RUN),
  },

  'open-add-page': {
    asks: 'danger',
    done: at(/\/connections\/datasources\/new$/),
    async byHand(page) {
      await menu(page, '/connections').click();
      await page.locator('a[href$="/connections/datasources"]').last().click();
      await page.getByRole('link', { name: 'Add new data source' }).first().click();
    },
  },
  'choose-prometheus': {
    asks: 'danger',
    done: at(/\/connections\/datasources\/edit\//),
    byHand: click('[data-testid="data-testid Add new data source Prometheus"] button'),
  },
  'fill-url': {
    asks: 'danger',
    done: (page) => expect(grafana(page, 'Datasource HTTP settings url')).toHaveValue('http://localhost:9090'),
    byHand: (page) => grafana(page, 'Datasource HTTP settings url').fill('http://localhost:9090'),
  },
  'fill-interval': {
    asks: 'danger',
    done: (page) => expect(grafana(page, 'scrape interval')).toHaveValue('30s'),
    byHand: (page) => grafana(page, 'scrape interval').fill('30s'),
  },
  'save-and-test': {
    asks: 'danger',
    done: (page) => expect(grafana(page, `${form} Alert`)).toBeVisible(),
    byHand: (page) => grafana(page, `${form} Save and Test button`).click(),
  },
};
