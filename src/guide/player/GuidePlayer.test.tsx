import { act, screen, waitFor, within } from '@testing-library/react';
import {
  button,
  card,
  Conditions,
  DONE,
  guideOf,
  memoryRecords,
  mount,
  section,
  SHOWN,
  stateOf,
  step,
} from '../../testing/playerForTests';

describe('GuidePlayer', () => {
  it('shows title, text and steps', async () => {
    await mount(guideOf([{ type: 'markdown', content: 'Some *text*' }, section(step('a'))]));
    expect(screen.getByTestId('guide-title')).toHaveTextContent('My guide');
    expect(screen.getByText('text').tagName).toBe('EM');
    expect(screen.getByRole('region', { name: 'Part' })).toContainElement(card('a'));
    expect(stateOf('a')).toBe('ready');
  });

  it('tells which button was pressed, then runs the step', async () => {
    const { runner, user, pressed } = await mount(guideOf([step('a')]));
    await user.click(button('a', 'Show Me'));
    expect(pressed).toEqual(['show a']);
    expect(runner.said()).toEqual(['show a']);
    expect(stateOf('a')).toBe('running');
    await runner.settle(0, SHOWN);
    expect(stateOf('a')).toBe('ready');
    await user.click(button('a', 'Do It'));
    await runner.settle(1, DONE);
    expect(stateOf('a')).toBe('done');
    expect(pressed).toEqual(['show a', 'do a']);
  });

  it('never completes a step whose element was not found, and says why', async () => {
    const { runner, user } = await mount(guideOf([step('a', { doIt: false, hint: 'Look in the menu' })]));
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, { outcome: 'failed', found: 0, detail: 'the element is not on this page' });
    expect(stateOf('a')).toBe('failed');
    expect(within(card('a')).getByText(/the element is not on this page/)).toBeInTheDocument();
    expect(within(card('a')).getByText('Look in the menu')).toBeInTheDocument();
  });

  it('completes a step that can only be shown once it was shown', async () => {
    const { runner, user } = await mount(guideOf([step('a', { doIt: false })]));
    expect(within(card('a')).queryByTestId('guide-do-it')).toBeNull();
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, SHOWN);
    expect(stateOf('a')).toBe('done');
  });

  it('keeps the order inside a section, and only there', async () => {
    const { runner, user } = await mount(guideOf([section(step('a'), step('b')), step('c')]));
    expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['ready', 'locked', 'ready']);
    expect(button('b', 'Show Me')).toBeDisabled();
    await user.click(button('a', 'Do It'));
    await runner.settle(0, DONE);
    expect(stateOf('b')).toBe('ready');
  });

  it('keeps nobody from the step that the session is at, though others before it are open', async () => {
    await mount(guideOf([section(step('a'), step('b'), step('c'))]), { activeStepId: 'b' });
    expect([stateOf('b'), stateOf('c')]).toEqual(['ready', 'locked']);
    expect(button('b', 'Show Me')).toBeEnabled();
  });

  it('lets a skippable step be passed over', async () => {
    const { user } = await mount(guideOf([section(step('a', { skippable: true }), step('b'))]));
    await user.click(button('a', 'Skip'));
    expect(stateOf('b')).toBe('ready');
  });

  it('completes a note in a section as soon as it is reached', async () => {
    const note = step('note', { action: 'noop', reftarget: undefined });
    const { runner, user } = await mount(guideOf([section(step('a'), note, step('b'))]));
    expect(stateOf('note')).toBe('locked');
    await user.click(button('a', 'Do It'));
    await runner.settle(0, DONE);
    expect([stateOf('note'), stateOf('b')]).toEqual(['done', 'ready']);
  });

  it('explains unmet requirements in words until they are met, and listens no longer than it is there', async () => {
    const conditions = new Conditions();
    const { unmount } = await mount(guideOf([step('a', { requirements: ['on-page:/explore'] })]), { conditions });
    expect(stateOf('a')).toBe('locked');
    expect(button('a', 'Do It')).toBeDisabled();
    expect(screen.getByText('Go to the page /explore first.')).toBeInTheDocument();
    await conditions.become('on-page:/explore');
    expect(stateOf('a')).toBe('ready');
    expect(button('a', 'Do It')).toBeEnabled();
    unmount();
    expect(conditions.listening).toBe(0);
  });

  it('offers to fix what the page can fix, and leads to what the reader has to do in the guide', async () => {
    const conditions = new Conditions();
    const { user } = await mount(
      guideOf([
        section(step('first')),
        step('a', { requirements: ['on-page:/explore', 'is-admin', 'section-completed:s'] }),
      ]),
      { conditions }
    );
    expect(
      within(card('a'))
        .getAllByTestId('guide-fix')
        .map(({ textContent }) => textContent)
    ).toEqual(['Fix this', 'Go there']);
    await user.click(button('a', 'Fix this'));
    expect(conditions.fixed).toEqual([{ kind: 'navigate', path: '/explore' }]);
    await waitFor(() => expect(card('a')).toHaveTextContent('Complete the section “Part” first.'));
    await user.click(button('a', 'Go there'));
    expect(screen.getByRole('button', { name: 'Part' })).toHaveFocus();
  });

  it('says so when a fix did not help, and offers the same only with those words', async () => {
    jest.useFakeTimers();
    try {
      const conditions = new Conditions();
      const { user } = await mount(guideOf([step('a', { requirements: ['on-page:/explore'] })]), { conditions });
      await user.click(button('a', 'Fix this'));
      await act(() => jest.advanceTimersByTimeAsync(2_000));
      expect(card('a')).toHaveTextContent('Going to /explore did not help.');
      expect(within(card('a')).queryByRole('button', { name: 'Fix this' })).toBeNull();
      await user.click(button('a', 'Try again'));
      expect(conditions.fixed).toHaveLength(2);
      await conditions.become('on-page:/explore');
      expect(card('a')).not.toHaveTextContent('did not help');
    } finally {
      jest.useRealTimers();
    }
  });

  it('says once what several requirements ask for', async () => {
    const conditions = new Conditions();
    await mount(guideOf([step('a', { requirements: ['on-page:/explore', 'on-page:/explore'] })]), { conditions });
    expect(within(card('a')).getAllByTestId('guide-fix')).toHaveLength(1);
  });

  it('offers one fix at a time, the next one when the first did not help', async () => {
    jest.useFakeTimers();
    try {
      const conditions = new Conditions();
      const requirements = ['on-page:/explore', 'on-page:/dashboards'];
      const { user } = await mount(guideOf([step('a', { requirements })]), { conditions });
      expect(within(card('a')).getAllByTestId('guide-fix')).toHaveLength(1);
      await user.click(button('a', 'Fix this'));
      await act(() => jest.advanceTimersByTimeAsync(2_000));
      expect(within(card('a')).getAllByTestId('guide-fix')).toHaveLength(1);
      await user.click(button('a', 'Fix this'));
      expect(conditions.fixed).toEqual([
        { kind: 'navigate', path: '/explore' },
        { kind: 'navigate', path: '/dashboards' },
      ]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets a step be pressed whose menu is closed, since pressing opens it', async () => {
    await mount(guideOf([step('a', { requirements: ['navmenu-open'] })]), { conditions: new Conditions() });
    expect(stateOf('a')).toBe('ready');
    expect(button('a', 'Show Me')).toBeEnabled();
    expect(card('a')).toHaveTextContent('The main menu is closed.');
  });

  it('completes a step whose objectives are reached already', async () => {
    const conditions = new Conditions();
    await mount(guideOf([section(step('first'), step('a', { objectives: ['on-page:/explore'] }))]), { conditions });
    expect(stateOf('a')).toBe('locked');
    await conditions.become('on-page:/explore');
    expect(stateOf('a')).toBe('done');
  });

  it('gives up a step that still runs when another one is started, and at the end', async () => {
    const { runner, user, unmount } = await mount(guideOf([step('a'), step('b')]));
    await user.click(button('a', 'Show Me'));
    await user.click(button('b', 'Show Me'));
    expect(runner.runs[0].signal.aborted).toBe(true);
    await runner.settle(0, { outcome: 'failed', found: 0, detail: 'late' });
    expect([stateOf('a'), stateOf('b')]).toEqual(['ready', 'running']);
    unmount();
    expect(runner.runs[1].signal.aborted).toBe(true);
  });

  it('leaves the highlight of a step that was shown when it goes away itself', async () => {
    const { runner, user, unmount } = await mount(guideOf([step('a')]));
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, SHOWN);
    unmount();
    expect(runner.runs[0].signal.aborted).toBe(false);
  });

  it('remembers progress for each reader, except for steps that say something else now', async () => {
    const records = memoryRecords();
    const first = await mount(guideOf([step('a'), step('b')]), { records });
    await first.user.click(button('a', 'Do It'));
    await first.runner.settle(0, DONE);
    await first.user.click(button('b', 'Do It'));
    await first.runner.settle(1, DONE);
    first.unmount();

    const other = await mount(guideOf([step('a')]), { records: memoryRecords('grace@1') });
    expect(stateOf('a')).toBe('ready');
    other.unmount();

    await mount(guideOf([step('a'), step('b', { content: 'New words' })]), { records });
    expect([stateOf('a'), stateOf('b')]).toEqual(['done', 'ready']);
    expect(screen.getByText('1 of 2 steps done')).toBeInTheDocument();
  });

  it('starts over only after a question', async () => {
    const { user, runner } = await mount(guideOf([step('a')]));
    await user.click(button('a', 'Do It'));
    await runner.settle(0, DONE);
    await user.click(screen.getByRole('button', { name: 'Start over' }));
    expect(screen.getByRole('button', { name: 'Keep them' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(stateOf('a')).toBe('done');
    await user.click(screen.getByRole('button', { name: 'Start over' }));
    await user.click(screen.getByRole('button', { name: 'Forget them' }));
    expect(stateOf('a')).toBe('ready');
  });

  it('completes early what leaves the page, but not before its element was found', async () => {
    const { user, runner } = await mount(guideOf([step('a', { completeEarly: true })]));
    await user.click(button('a', 'Do It'));
    await runner.settle(0, { outcome: 'failed', found: 0, detail: 'not there' });
    expect(stateOf('a')).toBe('failed');
    await user.click(button('a', 'Do It'));
    await act(async () => runner.runs[1].on.found?.());
    expect(screen.getByText('1 of 1 steps done')).toBeInTheDocument();
  });

  it('leads on to the guide that a step names once it is done', async () => {
    const opened: string[] = [];
    const go = step('a', { action: 'navigate', reftarget: '/explore', openGuide: 'bundled:next' });
    const { user, runner } = await mount(guideOf([go]), { openGuide: (reference) => opened.push(reference) });
    await user.click(button('a', 'Do It'));
    expect(opened).toEqual([]);
    await runner.settle(0, DONE);
    expect(opened).toEqual(['bundled:next']);
  });

  it('draws receipts only while presenting, and marks the step that the session is at', async () => {
    const { redraw } = await mount(guideOf([step('a'), step('b')]));
    expect(screen.queryByTestId('live-receipts')).toBeNull();
    await redraw({
      receipts: new Map([['a', { shown: 3, done: 1, asked: 0, declined: 0, failed: 2 }]]),
      activeStepId: 'a',
    });
    const receipts = within(card('a')).getByTestId('live-receipts');
    expect(receipts.dataset).toMatchObject({ stepId: 'a', shown: '3', done: '1', failed: '2' });
    expect(receipts).toHaveTextContent('3 shown · 1 done · 2 failed');
    expect(within(card('b')).getByTestId('live-receipts').dataset).toMatchObject({
      shown: '0',
      done: '0',
      failed: '0',
    });
    expect(card('a')).toHaveAttribute('aria-current', 'step');
  });

  it('starts afresh with another guide', async () => {
    const { redraw, user } = await mount(guideOf([step('a')]));
    await user.click(button('a', 'Do It'));
    expect(stateOf('a')).toBe('running');
    await redraw({ guide: { ...guideOf([step('a')]), id: 'other' } });
    expect(stateOf('a')).toBe('ready');
  });

  it('has a table of contents when it is long, which leads to a section', async () => {
    const part = (id: string) => ({ ...section(step(id)), id, title: `Part ${id}` });
    const { user, runner, redraw } = await mount(guideOf([part('a'), part('b')]));
    expect(screen.queryByTestId('guide-contents')).toBeNull();
    await redraw({ guide: guideOf([part('a'), part('b'), part('c')]) });
    const contents = screen.getByRole('navigation', { name: 'Table of contents' });
    await user.click(within(contents).getByRole('button', { name: 'Contents' }));
    await user.click(button('a', 'Do It'));
    await runner.settle(0, DONE);
    expect(within(contents).getByRole('button', { name: 'Part a, complete' })).toBeInTheDocument();
    await user.click(within(contents).getByRole('button', { name: 'Part c, 0 of 1 done' }));
    expect(screen.getByRole('button', { name: 'Part c' })).toHaveFocus();
  });
});
