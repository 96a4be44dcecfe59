import { pageClock } from './clock';
import { DWELL, GONE_AFTER, SETTLED, watchUser, type Watched, type WatchedStep } from './watchUser';

const STEP: WatchedStep = { action: 'highlight', targetvalue: null, accepts: null };
let outcome: Watched | 'waiting';
let refused: number;
let stop: AbortController;

/** Scripts' events count here, as no test can make trusted ones; `trusting: false` is the shipped rule. */
function watch(step: Partial<WatchedStep> = {}, { trusting = true, again = () => null as Element | null } = {}) {
  outcome = 'waiting';
  refused = 0;
  stop = new AbortController();
  const element = document.querySelector('#target') ?? document.body;
  const deps = { clock: pageClock, again, refused: () => void refused++, ...(trusting && { counts: () => true }) };
  void watchUser({ ...STEP, ...step }, element, deps, stop.signal).then((how) => (outcome = how));
}

const later = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const target = () => document.querySelector<HTMLElement>('#target') ?? document.body;

function mouse(type: string, at: Element, x = 0, y = 0): void {
  at.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: x, clientY: y, detail: 1 }));
}

beforeEach(() => {
  jest.useFakeTimers();
  document.body.innerHTML = '<p id="beside">x</p><div><button id="target"><i>icon</i></button></div>';
  target().getBoundingClientRect = () =>
    ({ left: 100, top: 100, right: 200, bottom: 130, width: 100, height: 30 }) as DOMRect;
});

afterEach(() => {
  stop.abort();
  jest.useRealTimers();
});

describe('a press', () => {
  it.each([
    ['on the target', '#target', 0, 0, 'done'],
    ['inside of it', '#target i', 0, 0, 'done'],
    ['16 pixels beside it', '#beside', 216, 115, 'done'],
    ['17 pixels beside it', '#beside', 217, 115, 'waiting'],
    ['elsewhere', '#beside', 400, 400, 'waiting'],
  ])('%s counts as it should', async (_, where, x, y, expected) => {
    watch();
    mouse('click', document.querySelector(where) ?? document.body, x, y);
    await later(0);
    expect(outcome).toBe(expected);
  });

  it('counts even where the page keeps the click to itself', async () => {
    target().addEventListener('click', (event) => event.stopImmediatePropagation());
    watch();
    mouse('click', target());
    await later(0);
    expect(outcome).toBe('done');
  });

  it('counts when the page takes the element away while the button is down', async () => {
    watch();
    mouse('pointerdown', target(), 150, 115);
    target().remove();
    mouse('pointerup', document.body, 150, 115);
    await later(0);
    expect(outcome).toBe('done');
  });

  it('that a script makes does not count', async () => {
    watch({}, { trusting: false });
    mouse('click', target());
    target().click();
    await later(0);
    expect(outcome).toBe('waiting');
  });

  it('made with the keyboard elsewhere does not count, although it has no place', async () => {
    target().getBoundingClientRect = () => ({ left: 0, top: 0, right: 10, bottom: 10 }) as DOMRect;
    watch();
    document.querySelector('#beside')?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }));
    await later(0);
    expect(outcome).toBe('waiting');
  });
});

describe('a hover', () => {
  it('counts after half a second, and not when the pointer only passes', async () => {
    watch({ action: 'hover' });
    mouse('pointerover', target(), 150, 115);
    await later(DWELL - 1);
    mouse('pointermove', document.body, 400, 400);
    await later(DWELL);
    expect(outcome).toBe('waiting');
    mouse('pointermove', target(), 150, 115);
    await later(DWELL);
    expect(outcome).toBe('done');
  });
});

describe('a field', () => {
  const type = (value: string) => {
    const field = document.querySelector<HTMLInputElement>('input');
    if (field) {
      field.value = value;
    }
  };
  beforeEach(() => {
    document.body.innerHTML = '<div id="target"><input></div>';
  });

  it('counts two seconds after the last change, in whatever way it came about', async () => {
    watch({ action: 'formfill' });
    type('u');
    await later(SETTLED - 500);
    type('up');
    await later(SETTLED - 500);
    expect(outcome).toBe('waiting');
    await later(1000);
    expect(outcome).toBe('done');
  });

  it('that is filled already counts at once where any text will do', async () => {
    type('there');
    watch({ action: 'formfill' });
    await later(0);
    expect(outcome).toBe('done');
  });

  it('with another text than is asked for is refused, once, until it is right', async () => {
    type('down');
    watch({ action: 'formfill', accepts: (text) => text === 'up' });
    await later(3 * SETTLED);
    expect([outcome, refused]).toEqual(['waiting', 1]);
    type('up');
    await later(SETTLED + 500);
    expect(outcome).toBe('done');
  });

  it('that is empty never counts', async () => {
    watch({ action: 'formfill' });
    await later(10 * SETTLED);
    expect([outcome, refused]).toEqual(['waiting', 0]);
  });

  it('that is a checkbox counts when it is as asked for', async () => {
    document.body.innerHTML = '<label id="target"><input type="checkbox" checked>On</label>';
    watch({ action: 'formfill', targetvalue: 'false' });
    await later(SETTLED * 2);
    expect(outcome).toBe('waiting');
    document.querySelector('input')?.click();
    await later(SETTLED + 500);
    expect(outcome).toBe('done');
  });
});

describe('the target', () => {
  it('that has left the page ends the watch, after the moment that a render may take', async () => {
    watch();
    target().remove();
    await later(GONE_AFTER - 500);
    expect(outcome).toBe('waiting');
    await later(1000);
    expect(outcome).toBe('gone');
  });

  it('that a render has replaced is the new one', async () => {
    watch({}, { again: () => document.querySelector('#target') });
    const successor = target().cloneNode(true);
    target().replaceWith(successor);
    await later(GONE_AFTER * 2);
    expect(outcome).toBe('waiting');
    mouse('click', target(), 0, 0);
    await later(0);
    expect(outcome).toBe('done');
  });
});

it('leaves neither timers nor listeners behind when it is given up', async () => {
  const added = jest.spyOn(window, 'addEventListener');
  watch({ action: 'hover' });
  const { signal } = added.mock.calls[0][2] as AddEventListenerOptions;
  stop.abort();
  await later(0);
  expect(outcome).toBe('stopped');
  expect(signal?.aborted).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
  added.mockRestore();
});
