import type { StageEvent } from '../protocol/messages';
import { PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { reduceStage, type Stage } from './stage';

const EMPTY: Stage = { guide: null, highlight: null, route: null, policy: 'ask', terminal: null };
const {
  show_me: show,
  do_it: doIt,
  clear_highlight: clear,
  mode_policy: policy,
  terminal_open: share,
  terminal_close: close,
  session_end: end,
} = PRESENTER_MESSAGES;
const page: StageEvent = { type: 'navigation', to: { kind: 'page', route: { path: '/explore' } } };
const guide: StageEvent = { type: 'navigation', to: { kind: 'guide', guide: { guideId: 'tour', title: 'A tour' } } };
const after = (...events: StageEvent[]) =>
  events.reduce((stage, event, index) => reduceStage(stage, event, index + 1), EMPTY);

describe('ORD-5: what a newcomer is told', () => {
  test('the step that is highlighted now, with the event that did it', () => {
    expect(after(show)).toEqual({ ...EMPTY, highlight: { step: show.step, seq: 1 } });
    expect(after(show, policy, show).highlight?.seq).toBe(3);
  });

  test('TERM-14: the terminal that is shared, until it is not; a step changes nothing about it', () => {
    expect(after(share, show, end).terminal).toEqual(share.terminal);
    const key = '0d'.repeat(32);
    expect(after(share, { ...share, terminal: { ...share.terminal, key } }).terminal?.key).toBe(key);
    expect(after(share, close)).toEqual(EMPTY);
  });

  test.each([
    ['clear_highlight', clear],
    ['do_it: an action of the past is never repeated', doIt],
    ['navigation to another page', page],
  ])('no highlight after %s', (_what, event) => {
    expect(after(show, event).highlight).toBeNull();
  });

  test('no highlight of another guide than the one that was opened last', () => {
    expect(after(show, guide).highlight).toBeNull();
    expect(after(show, guide).guide?.guideId).toBe('tour');
  });

  test('a highlight outlives the opening of its own guide and a change of policy', () => {
    const own: StageEvent = {
      type: 'navigation',
      to: { kind: 'guide', guide: { guideId: show.step.guideId, title: 'Its own' } },
    };
    expect(after(show, own, policy).highlight?.seq).toBe(1);
  });

  test('page, guide and policy are the last ones', () => {
    expect(after(page, guide, policy)).toEqual({
      ...EMPTY,
      guide: { guideId: 'tour', title: 'A tour' },
      highlight: null,
      route: { path: '/explore' },
      policy: 'on',
    });
  });

  test('the end changes nothing, and the stage before an event stays as it was', () => {
    const before = after(show);
    expect(reduceStage(before, end, 2)).toBe(before);
    reduceStage(before, clear, 2);
    expect(before.highlight?.seq).toBe(1);
  });
});

test('BROW-1: the browser that is shared, until it is not, beside the terminal', () => {
  const browser = { browser: '0d'.repeat(16), key: '0e'.repeat(32) };
  const opened = reduceStage({ ...EMPTY, terminal: share.terminal }, { type: 'browser_open', browser }, 1);
  expect(opened).toMatchObject({ browser, terminal: share.terminal });
  expect(reduceStage(opened, { type: 'browser_close' }, 2)).toMatchObject({ browser: null, terminal: share.terminal });
});
