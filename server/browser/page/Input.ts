/** What people do over the picture, as calls: mouse, wheel, touch, keys, input methods, clipboard. */
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import type { ViewCall } from '../../../src/protocol/browserWire';
import { HeldKeys, meaningOf, modifiersOf } from './keys';
import { BUTTONS, ClickCounter, inPicture, wheelPixels, type Place, type Size } from './pointer';

export interface InputDeps {
  canvas: HTMLCanvasElement;
  /** Has the focus while keys go to the remote page; input methods write into it. */
  keys: HTMLTextAreaElement;
  picture(): Size | null;
  drives(): boolean;
  isMac: boolean;
  send(call: ViewCall): void;
  /** Somebody who may not drive has clicked. */
  onHeldBack(): void;
  onAddress(): void;
  onLeave(): void;
  onCopy(cut: boolean): void;
  onTooLong(): void;
}

/** Milliseconds between two moves that are told. */
const MOVES = { driving: 16, watching: 60 };

export class Input {
  private readonly held = new HeldKeys();
  private readonly clicks = new ClickCounter();
  private readonly touches = new Map<number, { id: number; at: Place }>();
  /** A move, or a wheel's turns, that wait for their time. */
  private moving: { call: ViewCall; timer: number } | null = null;
  private turned: { call: Extract<ViewCall, { type: 'wheel' }>; frame: number } | null = null;
  private lastMove = 0;

  constructor(private readonly deps: InputDeps) {
    this.listenToPointer(deps.canvas);
    this.listenToKeys(deps.keys);
  }

  /** One that no longer drives has nothing pressed over there. */
  release(): void {
    this.held.releaseAll().forEach((call) => this.deps.send(call));
  }

  private listenToPointer(canvas: HTMLCanvasElement): void {
    canvas.addEventListener('pointermove', (event) => this.moved(event));
    canvas.addEventListener('pointerdown', (event) => this.pressed(event));
    canvas.addEventListener('pointerup', (event) => this.letGo(event, 'end'));
    canvas.addEventListener('pointercancel', (event) => this.letGo(event, 'cancel'));
    canvas.addEventListener('pointerleave', ({ pointerType }) => {
      if (pointerType !== 'touch') {
        this.dropMove();
        this.deps.send({ type: 'away' });
      }
    });
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    // Middle clicks would begin to scroll, and paste on Linux.
    canvas.addEventListener('mousedown', (event) => event.preventDefault());
    canvas.addEventListener('auxclick', (event) => event.preventDefault());
  }

  private placeOf({ clientX, clientY }: MouseEvent): Place | null {
    const picture = this.deps.picture();
    return picture && inPicture(this.deps.canvas.getBoundingClientRect(), picture, { x: clientX, y: clientY });
  }

  private moved(event: PointerEvent): void {
    const at = this.placeOf(event);
    if (!at) {
      return;
    }
    const modifiers = modifiersOf(event, this.deps.isMac);
    if (event.pointerType === 'touch') {
      const touch = this.touches.get(event.pointerId);
      if (touch) {
        touch.at = at;
        this.later({ type: 'touch', is: 'move', points: this.points(), modifiers });
      }
      return;
    }
    this.later({ type: 'move', ...at, buttons: event.buttons & 31, modifiers });
  }

  private pressed(event: PointerEvent): void {
    const at = this.placeOf(event);
    const button = BUTTONS[event.button];
    if (!at || !button) {
      return;
    }
    if (!this.deps.drives()) {
      this.deps.onHeldBack();
      return;
    }
    this.flush();
    this.deps.canvas.setPointerCapture(event.pointerId);
    const modifiers = modifiersOf(event, this.deps.isMac);
    if (event.pointerType === 'touch') {
      const taken = new Set([...this.touches.values()].map(({ id }) => id));
      const id = [...Array(10).keys()].find((each) => !taken.has(each));
      if (id !== undefined) {
        this.touches.set(event.pointerId, { id, at });
        this.deps.send({ type: 'touch', is: 'start', points: this.points(), modifiers });
      }
      return;
    }
    this.focusAt(event);
    const clicks = this.clicks.press(event.button, { x: event.clientX, y: event.clientY }, event.timeStamp);
    this.deps.send({ type: 'button', is: 'down', ...at, button, buttons: event.buttons & 31, clicks, modifiers });
  }

  private letGo(event: PointerEvent, is: 'end' | 'cancel'): void {
    const modifiers = modifiersOf(event, this.deps.isMac);
    if (event.pointerType === 'touch') {
      if (this.touches.delete(event.pointerId)) {
        this.flush();
        this.deps.send({ type: 'touch', is, points: this.points(), modifiers });
      }
      return;
    }
    const at = this.placeOf(event);
    const button = BUTTONS[event.button];
    if (at && button && this.deps.drives()) {
      this.flush();
      const { clicks } = this.clicks;
      this.deps.send({ type: 'button', is: 'up', ...at, button, buttons: event.buttons & 31, clicks, modifiers });
    }
  }

  private wheel(event: WheelEvent): void {
    const at = this.placeOf(event);
    const picture = this.deps.picture();
    // Ctrl with the wheel, or two fingers on a touchpad: this page's own zoom, for who only watches.
    if (!at || !picture || !this.deps.drives()) {
      return;
    }
    event.preventDefault();
    this.flushMove();
    const { dx, dy } = wheelPixels(event, picture);
    const modifiers = modifiersOf(event, this.deps.isMac);
    if (this.turned) {
      const { call } = this.turned;
      const sum = wheelPixels({ deltaX: call.dx + dx, deltaY: call.dy + dy, deltaMode: 0 }, picture);
      this.turned.call = { ...call, ...at, ...sum, modifiers };
    } else {
      this.turned = {
        call: { type: 'wheel', ...at, dx, dy, modifiers },
        frame: requestAnimationFrame(() => this.flushWheel()),
      };
    }
  }

  private listenToKeys(keys: HTMLTextAreaElement): void {
    keys.addEventListener('keydown', (event) => this.keyDown(event));
    keys.addEventListener('keyup', (event) => {
      const meaning = meaningOf(event, this.deps.isMac);
      if (meaning.kind === 'key') {
        event.preventDefault();
        const call = this.held.up(meaning.call);
        const also = this.deps.isMac && event.key === 'Meta' ? this.held.releaseCharacters() : [];
        [...also, ...(call ? [call] : [])].forEach((each) => this.deps.send(each));
      }
    });
    keys.addEventListener('blur', () => this.release());
    keys.addEventListener('compositionend', ({ data }) => {
      this.text(data);
      keys.value = '';
    });
    // On-screen keyboards write without keys.
    keys.addEventListener('beforeinput', (event) => {
      const press = event.isComposing ? undefined : SCREEN_KEYS[event.inputType];
      if (press) {
        event.preventDefault();
        this.tap(press);
      }
    });
    keys.addEventListener('input', (event) => {
      if (event instanceof InputEvent && !event.isComposing) {
        this.text(keys.value);
        keys.value = '';
      }
    });
    keys.addEventListener('paste', (event) => {
      event.preventDefault();
      this.text((event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n'));
    });
  }

  /** A key that has no key: of this page's own bar, or of an on-screen keyboard. */
  tap(key: string): void {
    if (this.deps.drives()) {
      const call = { type: 'key', key, code: key, location: 0, repeat: false, modifiers: 0 } as const;
      this.deps.send({ ...call, is: 'down' });
      this.deps.send({ ...call, is: 'up' });
    }
  }

  text(text: string): void {
    if (text.length > LIMITS.textLength) {
      this.deps.onTooLong();
    } else if (text !== '' && this.deps.drives()) {
      this.deps.send({ type: 'text', text });
    }
  }

  private keyDown(event: KeyboardEvent): void {
    if (!this.deps.drives()) {
      return;
    }
    const meaning = meaningOf(event, this.deps.isMac);
    if (meaning.kind === 'composing' || meaning.kind === 'paste') {
      return;
    }
    event.preventDefault();
    switch (meaning.kind) {
      case 'leave':
        this.deps.onLeave();
        break;
      case 'address':
        this.deps.onAddress();
        break;
      case 'go':
        this.deps.send({ type: 'go', to: meaning.to });
        break;
      case 'copy':
        this.deps.onCopy(meaning.cut);
        break;
      case 'key':
        this.flush();
        this.deps.send(this.held.down(meaning.call));
        break;
    }
  }

  /** Where an input method opens its window. */
  private focusAt({ clientX, clientY }: MouseEvent): void {
    const { canvas, keys } = this.deps;
    const box = canvas.getBoundingClientRect();
    keys.style.left = `${Math.min(box.width - 2, Math.max(0, clientX - box.left))}px`;
    keys.style.top = `${Math.min(box.height - 20, Math.max(0, clientY - box.top))}px`;
    keys.focus({ preventScroll: true });
  }

  private points() {
    return [...this.touches.values()].map(({ id, at }) => ({ id, ...at }));
  }

  /** The newest of many moves is enough. */
  private later(call: ViewCall): void {
    const pause = this.deps.drives() ? MOVES.driving : MOVES.watching;
    if (this.moving) {
      this.moving.call = call;
      return;
    }
    const wait = Math.max(0, this.lastMove + pause - performance.now());
    this.moving = { call, timer: window.setTimeout(() => this.flushMove(), wait) };
  }

  private flush(): void {
    this.flushMove();
    this.flushWheel();
  }

  private flushMove(): void {
    const { moving } = this;
    this.dropMove();
    if (moving) {
      this.lastMove = performance.now();
      this.deps.send(moving.call);
    }
  }

  private dropMove(): void {
    window.clearTimeout(this.moving?.timer);
    this.moving = null;
  }

  private flushWheel(): void {
    const { turned } = this;
    this.turned = null;
    if (turned) {
      cancelAnimationFrame(turned.frame);
      this.deps.send(turned.call);
    }
  }
}

/** Keys that on-screen keyboards tell by what they would do. */
const SCREEN_KEYS: Record<string, string | undefined> = {
  deleteContentBackward: 'Backspace',
  deleteContentForward: 'Delete',
  insertLineBreak: 'Enter',
  insertParagraph: 'Enter',
};
