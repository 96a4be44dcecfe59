import { parseGuide } from '../guide/parseGuide';
import { stepRefOf } from '../guide/stepRef';
import { stageEventSchema, type RouteRef } from '../protocol/messages';
import { ActionCapture, type CapturedEvent } from './ActionCapture';
import { pageClock } from './clock';
import { PageForTests } from './pageForTests';

const parsed = parseGuide({
  id: 'g',
  title: 'G',
  blocks: [{ type: 'interactive', id: 'a', action: 'navigate', reftarget: '/dashboards', content: '' }],
});
if (!parsed.ok) {
  throw new Error('the guide of this test is malformed');
}
const { guide } = parsed;
const [step] = guide.steps;

function setUp(opensWith: { guideId: string } | null = { guideId: 'g' }) {
  const page = new PageForTests('/explore');
  const events: CapturedEvent[] = [];
  const arrivals: Array<RouteRef | null> = [];
  const lines: string[] = [];
  const capture = new ActionCapture({
    location: page.location,
    clock: pageClock,
    ownPath: '/a/livesessions-guide-app',
    emit: (event) => events.push(event),
    arrived: (route) => arrivals.push(route),
    log: (tag, line) => lines.push(`[${tag}] ${line}`),
  });
  capture.start(opensWith);
  return { page, events, arrivals, lines, capture };
}

describe('ActionCapture', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('turns the player’s buttons into events by reference, worded in the log as promised', () => {
    const { capture, events, lines } = setUp();
    capture.acted('show', step, guide);
    capture.acted('do', step, guide);
    capture.cleared();
    const ref = stepRefOf(guide, step);
    const route = { path: '/explore' };
    expect(events).toEqual([
      { type: 'show_me', step: ref, route },
      { type: 'do_it', step: ref, route },
      { type: 'clear_highlight' },
    ]);
    expect(lines).toEqual([
      '[DocsPanel] Initializing ActionCaptureSystem for presenter',
      '[ActionCapture] Capture handlers set up',
      '[ActionCapture] Started capturing presenter actions',
      '[ActionCapture] Broadcasted show_me event for step: a',
      '[ActionCapture] Broadcasted do_it event for step: a',
    ]);
    events.forEach((event) => expect(stageEventSchema.parse(event)).toEqual(event));
  });

  it('MSG-9: says with a step on which page it is, unless that page is not shared', () => {
    const { capture, events, page } = setUp();
    page.arrive('/login');
    capture.acted('show', step, guide);
    expect(events).toEqual([{ type: 'show_me', step: stepRefOf(guide, step) }]);
  });

  it('opens a guide for everyone once, before its first step', () => {
    const { capture, events } = setUp(null);
    capture.acted('show', step, guide);
    capture.opened(guide);
    expect(events.map(({ type }) => type)).toEqual(['navigation', 'show_me']);
    expect(events[0]).toEqual({ type: 'navigation', to: { kind: 'guide', guide: { guideId: 'g', title: 'G' } } });
  });

  it('takes followers to another page, not through every change of its address', () => {
    const { page, events } = setUp();
    page.arrive('/explore?panes=1');
    page.arrive('/d/abc?from=now-1h&orgId=1');
    page.arrive('/d/abc?from=now-6h');
    expect(events).toEqual([{ type: 'navigation', to: { kind: 'page', route: { path: '/d/abc?from=now-1h' } } }]);
  });

  it.each(['/login', '/admin/users', '/a/livesessions-guide-app', '/a/livesessions-guide-app/join/7K3M9Q'])(
    'takes nobody to %s',
    (route) => {
      const { page, events, capture } = setUp();
      page.arrive(route);
      expect(events).toEqual([]);
      expect(capture.routeNow()).toBeNull();
    }
  );

  it('leaves out the change of page, redirects included, that an own Do It causes on followers anyway', () => {
    const { page, capture, events, arrivals } = setUp();
    capture.acted('do', step, guide);
    page.arrive('/alerting/new');
    page.arrive('/alerting/new/alerting');
    expect(events.map(({ type }) => type)).toEqual(['do_it']);
    expect(arrivals).toEqual([{ path: '/alerting/new' }, { path: '/alerting/new/alerting' }]);
    jest.advanceTimersByTime(400);
    page.arrive('/explore');
    expect(events.map(({ type }) => type)).toEqual(['do_it', 'navigation']);
  });

  it('does not take a later change of page for the Do It’s', () => {
    const { page, capture, events } = setUp();
    capture.acted('do', step, guide);
    jest.advanceTimersByTime(2000);
    page.arrive('/dashboards');
    expect(events.map(({ type }) => type)).toEqual(['do_it', 'navigation']);
  });

  it('captures nothing before start and after stop', () => {
    const { page, capture, events } = setUp();
    capture.stop();
    page.arrive('/dashboards');
    capture.acted('show', step, guide);
    capture.opened({ id: 'other', title: 'x' });
    capture.cleared();
    expect(events).toEqual([]);
  });

  it('knows where newcomers are to be taken', () => {
    const { capture, page } = setUp();
    page.arrive('/d/abc?orgId=1&viewPanel=2');
    expect(capture.routeNow()).toEqual({ path: '/d/abc?viewPanel=2' });
  });
});
