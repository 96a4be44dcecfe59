/** What somebody does with mouse, keys and fingers, done in a page; and let go of when they are gone. */
import type { Protocol } from 'devtools-protocol';
import type { ViewCall } from '../../../src/protocol/browserWire';
import type { CdpSession } from './cdp';
import { isReserved, keyEvent, type KeyCall } from './keys';

type Call<T extends ViewCall['type']> = Extract<ViewCall, { type: T }>;
export type HandCall = Call<'move' | 'button' | 'wheel' | 'touch' | 'key' | 'text'>;

const HAND_CALLS: ReadonlySet<string> = new Set(['move', 'button', 'wheel', 'touch', 'key', 'text']);

export function isHandCall(call: ViewCall): call is HandCall {
  return HAND_CALLS.has(call.type);
}

/** Nobody holds more at once. */
const MOST_KEYS = 32;

type Mouse = Protocol.Input.DispatchMouseEventRequest;

/** One person's. */
export class Hands {
  private readonly keys = new Map<string, KeyCall>();
  private readonly buttons = new Map<string, Call<'button'>>();
  private touches = false;
  /** Where Chromium has yet to answer a movement, as it does when the page has dealt with it: until then only the newest counts there. */
  private moving: CdpSession | null = null;
  private nextMove: Call<'move'> | null = null;

  /** The page may be another each time. */
  do(call: HandCall, session: CdpSession): void {
    switch (call.type) {
      case 'move':
        this.move(call, session);
        break;
      case 'button':
        this.button(call, session);
        break;
      case 'wheel': {
        const { x, y, dx, dy, modifiers } = call;
        this.nextMove = null;
        session.tell('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: dx, deltaY: dy, modifiers });
        break;
      }
      case 'touch':
        this.touch(call, session);
        break;
      case 'key':
        this.key(call, session);
        break;
      case 'text':
        session.tell('Input.insertText', { text: call.text });
        break;
    }
  }

  /** Nothing stays pressed that nobody holds. */
  letGo(session: CdpSession | null): void {
    if (session) {
      this.keys.forEach((call) =>
        session.tell('Input.dispatchKeyEvent', keyEvent({ ...call, is: 'up', repeat: false, modifiers: 0 }))
      );
      this.buttons.forEach((call) =>
        session.tell('Input.dispatchMouseEvent', { ...mouse(call), type: 'mouseReleased', buttons: 0 })
      );
      if (this.touches) {
        session.tell('Input.dispatchTouchEvent', { type: 'touchCancel', touchPoints: [] });
      }
    }
    this.keys.clear();
    this.buttons.clear();
    this.touches = false;
    this.nextMove = null;
  }

  private move(call: Call<'move'>, session: CdpSession): void {
    if (this.moving === session) {
      this.nextMove = call;
      return;
    }
    this.moving = session;
    const { x, y, buttons, modifiers } = call;
    session
      .send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, button: held(buttons), buttons, modifiers })
      .catch(() => {})
      .finally(() => {
        if (this.moving !== session) {
          // A page that hung, and is shown no more.
          return;
        }
        this.moving = null;
        const next = this.nextMove;
        this.nextMove = null;
        if (next) {
          this.move(next, session);
        }
      });
  }

  private key(call: KeyCall, session: CdpSession): void {
    if (isReserved(call)) {
      return;
    }
    const place = call.code || call.key;
    if (call.is === 'up') {
      this.keys.delete(place);
    } else if (this.keys.size < MOST_KEYS) {
      this.keys.set(place, call);
    }
    session.tell('Input.dispatchKeyEvent', keyEvent(call));
  }

  private button(call: Call<'button'>, session: CdpSession): void {
    // Says where it is by itself.
    this.nextMove = null;
    if (call.is === 'down') {
      this.buttons.set(call.button, call);
    } else {
      this.buttons.delete(call.button);
    }
    session.tell('Input.dispatchMouseEvent', mouse(call));
  }

  private touch({ is, points, modifiers }: Call<'touch'>, session: CdpSession): void {
    const ends = is === 'end' || is === 'cancel';
    // Chromium takes nothing else, and closes no gap itself.
    if ((ends || is === 'move') && !this.touches) {
      return;
    }
    this.touches = !ends || points.length > 0;
    session.tell('Input.dispatchTouchEvent', {
      type: ({ start: 'touchStart', move: 'touchMove', end: 'touchEnd', cancel: 'touchCancel' } as const)[is],
      touchPoints: is === 'cancel' ? [] : points.map(({ id, x, y }) => ({ id, x, y })),
      modifiers,
    });
  }
}

function mouse({ is, x, y, button, buttons, clicks, modifiers }: Call<'button'>): Mouse {
  const type = is === 'down' ? 'mousePressed' : 'mouseReleased';
  return { type, x, y, button, buttons, clickCount: Math.max(1, clicks), modifiers };
}

/** A movement is a drag by the button that is held. */
function held(buttons: number): Protocol.Input.MouseButton {
  return buttons & 1 ? 'left' : buttons & 2 ? 'right' : buttons & 4 ? 'middle' : 'none';
}
