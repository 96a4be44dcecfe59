/** What is around the picture: head, tabs and address, notices, the foot, the phone's keys. Draws what it is given, and calls back. */
import { icon, iconButton, make } from '../../page/dom';
import { phoneKey } from '../../page/phoneKey';
import { Popover } from '../../page/Popover';
import { clock, isSoon, secondsLeft, timeLeft } from './countdown';
import { LEAVE } from './keys';
import type { SocketState } from './LastingSocket';
import { chip } from './people';
import { PeoplePanel, type PeopleCalls } from './PeoplePanel';
import { creatorOf, driverOf, governs, isCreator, mayAsk, mayDrive, type Room } from './room';
import { Toolbar, type ToolbarCalls } from './Toolbar';
import type { Quality, ViewState } from './View';
import { driveWords, watchingWords } from './words';

export interface FrameCalls extends ToolbarCalls, PeopleCalls {
  share(): void;
  fullScreen(): void;
  leave(): void;
  end(): void;
  stay(): void;
  /** For control. */
  ask(): void;
  wantStills(wants: boolean): void;
  tap(key: string): void;
  copySelection(): void;
  paste(): void;
}

const STATES: Record<SocketState, string> = { connecting: 'Connecting', live: 'Live', away: 'Reconnecting' };
const PHONE_KEYS: Array<[label: string, key: string]> = [
  ['Esc', 'Escape'],
  ['Tab', 'Tab'],
  ['↑', 'ArrowUp'],
  ['↓', 'ArrowDown'],
  ['←', 'ArrowLeft'],
  ['→', 'ArrowRight'],
  ['Enter', 'Enter'],
];

export class Frame {
  readonly stage = make('div', { class: 'stage', testId: 'browser-stage' });
  readonly toolbar: Toolbar;
  private readonly people: PeoplePanel;
  private readonly state = make('span', { class: 'state', role: 'status', testId: 'browser-state' });
  private readonly time = make('span', { class: 'time', testId: 'browser-time' });
  private readonly code = make('span', { class: 'code' });
  private readonly drive = make('div', { class: 'drive', testId: 'browser-drive' });
  private readonly banner = make('div', { class: 'banner', testId: 'browser-warning' });
  private readonly spoken = make('div', { class: 'spoken', role: 'status' });
  private readonly notice = make('div', { class: 'notice', role: 'status', testId: 'browser-notice' });
  private readonly cover = make('div', { class: 'cover' });
  private readonly hint = make('span', { class: 'hint', testId: 'browser-hint' });
  private readonly quality = make('span', { class: 'quality', testId: 'browser-quality' });
  private readonly keys: HTMLElement;
  private readonly endItem: HTMLButtonElement;
  private hiding = 0;
  private warned = '';

  constructor(
    root: HTMLElement,
    private readonly calls: FrameCalls,
    { isEmbedded, wantsStills, hasVideo }: { isEmbedded: boolean; wantsStills: boolean; hasVideo: boolean }
  ) {
    this.toolbar = new Toolbar(calls, isEmbedded ? null : this.drive);
    this.people = new PeoplePanel(calls);
    this.endItem = this.item('End for everyone', 'browser-end', calls.end);
    const share = make(
      'button',
      { class: 'button primary', type: 'button', label: 'Share', testId: 'browser-share-button', onclick: calls.share },
      [icon('link'), make('span', { text: 'Share' })]
    );
    const codeButton = make(
      'button',
      { class: 'code-button', type: 'button', title: 'Share', testId: 'browser-code', onclick: calls.share },
      [this.code]
    );
    const full = iconButton('full', 'Full screen', calls.fullScreen, 'browser-full-screen');
    full.hidden = !document.fullscreenEnabled;
    const head = make('header', { class: 'head' }, [
      ...(isEmbedded ? [] : [make('span', { class: 'mark' })]),
      make('h1', { text: 'Shared browser' }),
      isEmbedded ? this.drive : codeButton,
      make('span', { class: 'space' }),
      this.time,
      this.state,
      this.people.element,
      full,
      ...(isEmbedded ? [] : [share]),
      this.menu(isEmbedded, hasVideo ? wantsStills : null),
    ]);
    this.keys = this.phoneKeys();
    root.replaceChildren(
      head,
      this.toolbar.tabs,
      this.toolbar.bar,
      this.stage,
      this.keys,
      make('footer', { class: 'foot' }, [this.hint, make('span', { class: 'space' }), this.quality]),
      this.spoken
    );
    this.stage.append(this.cover, this.banner, this.notice);
    this.showSocket('connecting');
  }

  showSocket(state: SocketState): void {
    if (state === 'away' && this.state.dataset.state !== 'away') {
      this.say('The connection is lost, and comes back by itself. What you do until then does not reach the browser.');
    }
    this.stage.dataset.state = state;
    this.state.dataset.state = state;
    this.state.textContent = STATES[state];
  }

  showRoom(room: Room): void {
    this.people.show(room);
    this.code.textContent = room.shareCode;
    this.endItem.hidden = !governs(room);
    this.showDrive(room);
  }

  showView(room: Room, view: ViewState): void {
    this.toolbar.show(view);
    this.keys.hidden = !view.drives;
    this.showHint(room, view.drives, false);
  }

  /** @param hasKeys whether what is typed goes to the picture */
  showHint(room: Room, drives: boolean, hasKeys: boolean): void {
    this.hint.textContent = !drives
      ? watchingWords(room)
      : hasKeys
        ? `Keys go to the shared browser. ${LEAVE.words} leaves it.`
        : 'Click into the picture to type there.';
  }

  /** @param left milliseconds */
  showTime(left: number, room: Room, untilWarned: number | null): void {
    this.time.replaceChildren(icon('clock'), make('span', { text: timeLeft(left) }));
    // How long a live session may last at most is of no interest before its end.
    this.time.hidden = !room.endsWhenIdle && !isSoon(left);
    this.time.dataset.soon = String(isSoon(left));
    this.showWarning(room, untilWarned);
  }

  showQuality(quality: Quality | null): void {
    this.quality.textContent = quality ? qualityWords(quality) : '';
  }

  /** @param act something to do about it */
  say(text: string, act?: { text: string; act(): void }): void {
    const hide = () => this.notice.classList.remove('shown');
    const button =
      act &&
      make('button', {
        class: 'text-button',
        type: 'button',
        text: act.text,
        onclick: () => {
          hide();
          act.act();
        },
      });
    this.notice.replaceChildren(make('span', { text }), ...(button ? [button] : []));
    this.notice.classList.add('shown');
    window.clearTimeout(this.hiding);
    this.hiding = window.setTimeout(hide, act ? 12_000 : 5000);
  }

  /** In front of the picture. */
  showCover(card: HTMLElement | null): void {
    this.cover.replaceChildren(...(card ? [card] : []));
  }

  private showDrive(room: Room): void {
    const driver = driverOf(room);
    const isOwn = mayDrive(room);
    const button = (text: string, testId: string, act: () => void) =>
      make('button', { class: 'button small', type: 'button', text, testId, onclick: act });
    const action =
      !isOwn && governs(room)
        ? button('Take control', 'browser-take', () => this.calls.control({ mode: 'one', driver: room.you }))
        : isOwn && room.control.mode === 'one' && !isCreator(room)
          ? button('Give control back', 'browser-give', () =>
              this.calls.control({ mode: 'one', driver: creatorOf(room)?.id ?? null })
            )
          : mayAsk(room)
            ? button('Ask for control', 'browser-ask', this.calls.ask)
            : null;
    this.drive.dataset.own = String(isOwn);
    this.drive.replaceChildren(
      driver ? chip(driver, room) : icon('people'),
      make('span', { class: 'drive-words', role: 'status', text: driveWords(room) }),
      ...(action ? [action] : [])
    );
  }

  private showWarning({ warning, endsWhenIdle }: Room, left: number | null): void {
    const isIdle = warning?.reason === 'inactivity' && endsWhenIdle;
    if (!warning || left === null || left < 0) {
      this.banner.replaceChildren();
      this.warned = '';
      return;
    }
    if (this.warned !== warning.reason) {
      this.warned = warning.reason;
      this.spoken.textContent = isIdle
        ? `Nobody has done anything for a while. The browser closes in ${secondsLeft(left)}.`
        : `The browser closes in ${clock(left)} minutes: its time is up then.`;
      this.banner.replaceChildren(
        make('span', { class: 'banner-text', more: { 'aria-hidden': 'true' } }),
        ...(isIdle
          ? [
              make('button', {
                class: 'button small',
                type: 'button',
                text: 'Stay',
                testId: 'browser-stay',
                onclick: this.calls.stay,
              }),
            ]
          : [])
      );
    }
    const text = isIdle
      ? `Nobody has done anything for a while. The browser closes in ${secondsLeft(left)}.`
      : `The browser closes in ${clock(left)}: its time is up then.`;
    const line = this.banner.querySelector('.banner-text');
    if (line) {
      line.textContent = text;
    }
  }

  /** @param wantsStills null where there is no choice */
  private menu(isEmbedded: boolean, wantsStills: boolean | null): HTMLElement {
    const choice = (text: string, hint: string, stills: boolean) => {
      const field = make('input', { type: 'radio', more: { name: 'quality' } });
      field.checked = wantsStills === stills;
      field.addEventListener('change', () => this.calls.wantStills(stills));
      return make('label', { class: 'choice' }, [field, make('span', { text }), make('kbd', { text: hint })]);
    };
    const panel = make('div', { class: 'menu', role: 'group', label: 'More', testId: 'browser-menu' }, [
      wantsStills === null
        ? null
        : make('fieldset', {}, [
            make('legend', { text: 'Picture' }),
            choice('Video', 'Smooth, less data', false),
            choice('Single pictures', 'Where video fails', true),
          ]),
      ...(isEmbedded ? [] : [this.item('Share', 'browser-menu-share', this.calls.share)]),
      this.item('Copy what is selected', 'browser-copy', this.calls.copySelection, 'Ctrl+C'),
      this.item('Paste', 'browser-paste', this.calls.paste, 'Ctrl+V'),
      this.item('Leave', 'browser-leave', this.calls.leave),
      this.endItem,
    ]);
    const popover = new Popover(
      iconButton('more', 'More', () => {}, 'browser-more'),
      panel
    );
    panel.addEventListener(
      'click',
      ({ target }) => target instanceof Element && target.closest('.item') && popover.close()
    );
    return popover.element;
  }

  private item(text: string, testId: string, act: () => void, hint = ''): HTMLButtonElement {
    return make('button', { class: 'item', type: 'button', testId, onclick: act }, [
      make('span', { text }),
      make('kbd', { text: hint }),
    ]);
  }

  private phoneKeys(): HTMLElement {
    const keys = make('div', { class: 'phone-keys', role: 'toolbar', label: 'Keys', testId: 'browser-phone-keys' }, [
      phoneKey('Keyboard', () => this.calls.focusPicture(), icon('keyboard')),
      ...PHONE_KEYS.map(([label, name]) => phoneKey(label, () => this.calls.tap(name))),
      phoneKey('Paste', this.calls.paste),
      phoneKey('Copy', this.calls.copySelection),
    ]);
    keys.hidden = true;
    return keys;
  }
}

function qualityWords({ width, height, pictures, bytes, isVideo }: Quality): string {
  const rate = (bytes * 8) / 1_000_000;
  const traffic =
    pictures === 0 ? 'still' : `${pictures} a second · ${rate < 10 ? rate.toFixed(1) : Math.round(rate)} Mbit/s`;
  return `${width} × ${height} · ${isVideo ? 'video' : 'pictures'} · ${traffic}`;
}
