import { act, screen, waitFor, within } from '@testing-library/react';
import type { AttendeeRow, SessionView } from '../../session/view';
import { drawWith } from '../../testing/drawWith';
import { fakeAttendees, fakePresenting, fakeTroubled, fakeWaiting, LONG_NAMES } from '../../testing/fakeViews';
import { SessionArea } from './SessionArea';

type Presenting = Extract<SessionView, { role: 'presenting' }>;

const draw = (change: Partial<Presenting>, now = 0) =>
  drawWith(<SessionArea />, { session: fakePresenting(change), open: ['explore-basics'], now });
const rows = () => screen.queryAllByTestId('live-attendee');
const drawn = () => rows().map(({ dataset }) => dataset.name);
const rowOf = (name: string) => {
  const found = rows().find(({ dataset }) => dataset.name === name);
  if (!found) {
    throw new Error(`no row for ${name}`);
  }
  return found;
};
const handUp = (attendees: AttendeeRow[], index: number, handSince: number) =>
  attendees.map((row, at) => (at === index ? { ...row, hand: true, handSince } : row));

describe('the list of attendees', () => {
  test('says in words what is wrong, for whom and at which step', async () => {
    draw({ attendees: fakeTroubled() });
    await waitFor(() => expect(rowOf('Grace Hopper')).toHaveTextContent('Open Explore from the menu.'));
    expect(rowOf('Grace Hopper')).toHaveTextContent(
      'Did not work: “Open Explore from the menu.” (The menu has no entry “Explore”.)'
    );
    expect(rowOf('Ada Lovelace')).toHaveTextContent('No answer to “Open Explore from the menu.”');
    expect(rowOf('Alan Kay')).toHaveTextContent('Needs input');
    expect(rowOf('Barbara Liskov')).toHaveTextContent('Connected directly');
    expect(screen.getByRole('region', { name: 'Connected Attendees' })).toHaveTextContent('3 need help');
    expect(drawn()).toEqual([
      'Edsger W. Dijkstra',
      'Alan Kay',
      'Grace Hopper',
      'Ada Lovelace',
      'Barbara Liskov',
      'Mary Kenneth Keller',
    ]);
  });

  test('says who is being asked, who declined and who does not follow just now, and counts none of them as stuck', async () => {
    const [ada, grace, edsger, mary] = fakeAttendees(4).map((row) => ({
      ...row,
      ...{ mode: 'follow' as const, state: 'present' as const, hand: false },
    }));
    draw({
      attendees: [
        { ...ada, reply: { kind: 'asked', stepId: 'gone' } },
        { ...grace, reply: { kind: 'declined', stepId: 'gone' } },
        { ...edsger, following: 'paused' },
        { ...mary, following: 'off' },
      ],
    });
    await waitFor(() => expect(rowOf(ada.name)).toHaveTextContent('Is being asked about the step'));
    expect(rowOf(grace.name)).toHaveTextContent('Declined the step');
    expect(rowOf(edsger.name)).toHaveTextContent('Has paused followingFollow paused');
    expect(rowOf(mary.name)).toHaveTextContent('Follow mode is switched off in their GrafanaFollow off');
    expect(rowOf(edsger.name)).toHaveAttribute('data-following', 'paused');
    expect(screen.queryByText(/need/)).toBeNull();
  });

  test('moves nobody while the pointer is in it, and catches up when it leaves', async () => {
    const attendees = fakeAttendees(4);
    const { app, user } = draw({ attendees });
    const before = drawn();
    await user.hover(rows()[1]);
    act(() => app.setSession(fakePresenting({ attendees: handUp(attendees, 1, 5) })));
    await waitFor(() => expect(rowOf('Grace Hopper')).toHaveAttribute('data-hand', 'true'));
    expect(drawn()).toEqual(before);
    await user.unhover(rows()[1]);
    await user.hover(screen.getByTestId('live-end'));
    expect(drawn().slice(0, 2)).toEqual(['Edsger W. Dijkstra', 'Grace Hopper']);
  });

  test('moves nobody while the focus is in it, also not when a row is removed under it', async () => {
    const attendees = fakeAttendees(4);
    const { app, user } = draw({ attendees });
    act(() => rows()[1].focus());
    act(() => app.setSession(fakePresenting({ attendees: handUp(attendees, 3, 5) })));
    expect(drawn().at(-1)).toBe('Mary Kenneth Keller');
    const focused = rows()[1].dataset.name;
    const rest = handUp(attendees, 3, 5).filter(({ name }) => name !== focused);
    act(() => app.setSession(fakePresenting({ attendees: rest })));
    await waitFor(() => expect(drawn().slice(0, 2)).toEqual(['Edsger W. Dijkstra', 'Mary Kenneth Keller']));
    await user.tab();
  });

  test('draws only what is in sight of two hundred, and says how many there are', () => {
    draw({ attendees: fakeAttendees(200) });
    expect(rows().length).toBeLessThan(20);
    expect(rows()[0]).toHaveAttribute('aria-setsize', '200');
    expect(rows().map((row) => row.getAttribute('aria-posinset'))).toEqual(rows().map((_, index) => `${index + 1}`));
  });

  test('is one stop for Tab: arrows, Home and End go through all rows, Tab to a row’s own buttons', async () => {
    const { user } = draw({ attendees: fakeAttendees(200) });
    act(() => rows()[0].focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(document.activeElement).toHaveAttribute('aria-posinset', '2');
    const name = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.name : '';
    await user.tab();
    expect(screen.getByRole('button', { name: `Remove ${name}` })).toHaveFocus();
    await user.keyboard('{End}');
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '200'));
    await user.keyboard('{ArrowDown}{Home}');
    await waitFor(() => expect(document.activeElement).toHaveAttribute('aria-posinset', '1'));
    const stops = rows().flatMap((row) => [row, ...row.querySelectorAll<HTMLElement>('button, [tabindex]')]);
    expect(stops.filter(({ tabIndex }) => tabIndex === 0).length).toBeLessThan(4);
  });

  test('is filtered by name, says when nobody has it, and is whole again with Escape', async () => {
    const { user } = draw({ attendees: fakeAttendees(60) });
    const filter = screen.getByRole('textbox', { name: 'Filter attendees by name' });
    await user.type(filter, 'liskov 3');
    expect(drawn()).toEqual(['Barbara Liskov 3']);
    await user.type(filter, 'x');
    expect(screen.getByText(/Nobody has “liskov 3x” in their name/)).toBeVisible();
    await user.type(filter, '{Escape}');
    expect(rows().length).toBeGreaterThan(5);
  });

  test('lowers a hand', async () => {
    const { app, user } = draw({ attendees: fakeAttendees(3) });
    await user.click(screen.getByRole('button', { name: 'Lower Edsger W. Dijkstra’s hand' }));
    expect(app.calls).toEqual([{ call: 'lowerHand', value: `${'0'.repeat(31)}2` }]);
  });

  test('keeps a name’s direction to itself', () => {
    draw({ attendees: [{ ...fakeAttendees(1)[0], name: LONG_NAMES[1] }] });
    expect(within(rows()[0]).getByText(LONG_NAMES[1]).tagName).toBe('BDI');
  });
});

describe('newcomers', () => {
  test('stand first, with how long they have waited, and are admitted or declined one by one or together', async () => {
    const { app, user } = draw({ admit: true, waiting: fakeWaiting(2) }, 5_000);
    const waiting = screen.getAllByTestId('live-waiting');
    expect(waiting.map(({ dataset }) => dataset.name)).toEqual(['Ada Lovelace', LONG_NAMES[0]]);
    expect(waiting[0]).toHaveTextContent('5 s');
    expect(waiting[1]).toHaveTextContent('22 s');
    expect(waiting[0].compareDocumentPosition(rows()[0]) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Admit Ada Lovelace' }));
    await user.click(screen.getByRole('button', { name: `Decline ${LONG_NAMES[0]}` }));
    await user.click(screen.getByTestId('live-admit-all'));
    const [first, second] = fakeWaiting(2).map(({ attendeeId }) => attendeeId);
    expect(app.calls).toEqual([
      { call: 'admit', ids: [first] },
      { call: 'decline-attendees', ids: [second] },
      { call: 'admit', ids: [first, second] },
    ]);
  });

  test.each([
    [{}, 'Come in', 'Locked', { locked: true }],
    [{ locked: true, admit: true }, 'Locked', 'Come in', { locked: false, admit: false }],
    [{ admit: true }, 'Admit each', 'Locked', { locked: true }],
    [{}, 'Come in', 'Admit each', { locked: false, admit: true }],
  ])('%j is drawn as “%s”; “%s” is one press away', async (door, chosen, next, change) => {
    const { app, user } = draw(door);
    const settings = screen.getByTestId('live-settings');
    expect(settings).toHaveTextContent(`Newcomers: ${chosen} · Follow mode: Ask`);
    expect(screen.queryByRole('radiogroup', { name: 'Newcomers' })).toBeNull();
    await user.click(settings);
    const group = screen.getByRole('radiogroup', { name: 'Newcomers' });
    expect(within(group).getByRole('radio', { name: chosen })).toBeChecked();
    await user.click(within(group).getByRole('radio', { name: next }));
    expect(app.calls).toEqual([{ call: 'setDoor', change }]);
  });

  test('who was removed or declined is listed with the login that is known, and let in again by one press', async () => {
    const { app, user } = draw({
      out: [
        { attendeeId: '1', name: 'Eve', login: 'viewer', why: 'declined' },
        { attendeeId: '2', name: 'Bob', login: null, why: 'removed' },
      ],
    });
    await user.click(screen.getByRole('button', { name: 'Removed or declined: 2' }));
    expect(screen.getAllByTestId('live-out').map(({ textContent }) => textContent)).toEqual([
      'Eve·signed in as viewerDeclinedLet in again',
      'BobRemovedLet in again',
    ]);
    await user.click(screen.getByRole('button', { name: 'Let Bob in again' }));
    expect(app.calls).toEqual([{ call: 'letBack', value: '2' }]);
  });

  test('nobody kept out, nothing is said of it', () => {
    draw({ out: [] });
    expect(screen.queryByTestId('live-out-list')).toBeNull();
  });

  test('a locked session says so beside its name', () => {
    draw({ locked: true });
    expect(screen.getByText('You are presenting')).toHaveTextContent(/Locked$/);
  });
});
