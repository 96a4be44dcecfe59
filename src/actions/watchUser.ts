/** Watches the person at the page until they have done what a guided step says. Does nothing by itself. */
import type { StepAction } from '../guide/model';
import { wait } from '../guide/wait';
import type { Clock, Undo } from './clock';
import { fieldText } from './fieldText';
import { fieldIn } from './target';

/** A press this near to the target, in CSS pixels, counts as on it (GUIDE_FORMAT, guided completion). */
export const NEAR = 16;
/** Milliseconds that the pointer rests on a target before it counts as hovered (GUIDE_FORMAT, guided completion). */
export const DWELL = 500;
/** Milliseconds without a change after which a field counts as filled (GUIDE_FORMAT, guided completion). */
export const SETTLED = 2000;
/** Milliseconds that a target may be off the page, as in a re-render, before it counts as gone. */
export const GONE_AFTER = 1500;
/** Milliseconds between two looks at the target and at fields that tell nobody, such as code editors. */
const LOOK = 250;

/** `gone`: the target left the page before anything was done. `stopped`: given up by the signal. */
export type Watched = 'done' | 'gone' | 'stopped';

export interface WatchedStep {
  readonly action: StepAction;
  /** What a checkbox or radio is to be; as authored. */
  readonly targetvalue: string | null;
  /** Says whether a field's text will do; null where any will that is not empty. */
  readonly accepts: ((text: string) => boolean | Promise<boolean>) | null;
}

export interface WatchDeps {
  readonly clock: Clock;
  /** Finds what has taken the place of a target that a render has replaced. */
  again(): Element | null;
  /** A field has come to rest with a text that will not do. */
  refused(): void;
  /** Whether an event counts: by default only what a person did, never what a script made. */
  counts?(event: Event): boolean;
}

/** Settles once, leaves no listener or timer behind, never rejects. */
export async function watchUser(
  step: WatchedStep,
  element: Element,
  deps: WatchDeps,
  signal: AbortSignal
): Promise<Watched> {
  if (signal.aborted) {
    return 'stopped';
  }
  const own = new AbortController();
  const target = new WatchedTarget(element, deps.again);
  let stop: Undo = () => undefined;
  let off: Undo = () => undefined;
  try {
    return await new Promise<Watched>((resolve) => {
      stop = () => resolve('stopped');
      signal.addEventListener('abort', stop);
      off = WATCHERS[step.action](target, step, deps, own.signal, () => resolve('done'));
      void target.keep(deps.clock, own.signal, () => resolve('gone'));
    });
  } finally {
    off();
    own.abort();
    signal.removeEventListener('abort', stop);
  }
}

type Watcher = (
  target: WatchedTarget,
  step: WatchedStep,
  deps: WatchDeps,
  signal: AbortSignal,
  done: () => void
) => Undo;

const nothing: Watcher = () => () => undefined;

const WATCHERS: Readonly<Record<StepAction, Watcher>> = {
  highlight: press,
  button: press,
  hover: dwell,
  formfill: field,
  // Nothing on the page to watch: the reader says when to go on.
  navigate: nothing,
  noop: nothing,
  popout: nothing,
};

class WatchedTarget {
  private missingFor = 0;
  constructor(
    private current: Element,
    private readonly refind: () => Element | null
  ) {}

  get element(): Element {
    if (!this.current.isConnected) {
      this.current = this.refind() ?? this.current;
    }
    return this.current;
  }

  /** On it, in it, or within `NEAR` pixels of it. */
  isAt(event: MouseEvent): boolean {
    const { element } = this;
    if (event.composedPath().includes(element)) {
      return true;
    }
    // A click that the keyboard made is nowhere on the page.
    if (event.type === 'click' && event.detail === 0) {
      return false;
    }
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    return x >= left - NEAR && x <= right + NEAR && y >= top - NEAR && y <= bottom + NEAR;
  }

  async keep(clock: Clock, signal: AbortSignal, gone: () => void): Promise<void> {
    while (!signal.aborted) {
      await wait(clock, LOOK, signal);
      this.missingFor = this.element.isConnected ? 0 : this.missingFor + LOOK;
      if (this.missingFor >= GONE_AFTER && !signal.aborted) {
        gone();
      }
    }
  }
}

const counts = (deps: WatchDeps, event: Event) => deps.counts?.(event) ?? event.isTrusted;

/** A page may take its element away, or keep the click to itself, while the button is still down: both ends are looked at. */
function press(
  target: WatchedTarget,
  _step: WatchedStep,
  deps: WatchDeps,
  _signal: AbortSignal,
  done: () => void
): Undo {
  let pressed = false;
  const onDown = (event: MouseEvent) => {
    pressed = event.button === 0 && counts(deps, event) && target.isAt(event);
  };
  const onClick = (event: MouseEvent) => {
    if (counts(deps, event) && (pressed || target.isAt(event))) {
      done();
    }
  };
  const onUp = (event: MouseEvent) => {
    if (pressed && counts(deps, event) && !target.element.isConnected) {
      done();
    }
  };
  return listen({ pointerdown: onDown, pointerup: onUp, click: onClick });
}

function dwell(
  target: WatchedTarget,
  _step: WatchedStep,
  deps: WatchDeps,
  signal: AbortSignal,
  done: () => void
): Undo {
  let cancel: Undo | null = null;
  const settle = (over: boolean) => {
    if (over) {
      cancel ??= deps.clock.after(DWELL, () => !signal.aborted && done());
    } else {
      cancel?.();
      cancel = null;
    }
  };
  const onMove = (event: MouseEvent) => counts(deps, event) && settle(within(target.element, event));
  settle(target.element.matches(':hover'));
  const off = listen({ pointerover: onMove, pointermove: onMove });
  return () => {
    off();
    cancel?.();
  };
}

function within(element: Element, event: MouseEvent): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return event.composedPath().includes(element) || (x > left && x < right && y > top && y < bottom);
}

/** Looked at every now and then: code editors and lists of options tell the page in ways of their own. */
function field(target: WatchedTarget, step: WatchedStep, deps: WatchDeps, signal: AbortSignal, done: () => void): Undo {
  void watchField(target, step, deps, signal, done);
  return () => undefined;
}

async function watchField(
  target: WatchedTarget,
  step: WatchedStep,
  deps: WatchDeps,
  signal: AbortSignal,
  done: () => void
): Promise<void> {
  let text = fieldText(target.element);
  // What is there already will do where nothing says what it must be.
  let restedFor = step.accepts === null ? SETTLED : 0;
  let refused: string | null = null;
  while (!signal.aborted) {
    if (restedFor >= SETTLED && text !== refused && (await fits(target.element, text, step)) && !signal.aborted) {
      done();
      return;
    }
    if (restedFor >= SETTLED && text !== '' && text !== refused) {
      refused = text;
      deps.refused();
    }
    await wait(deps.clock, LOOK, signal);
    const now = fieldText(target.element);
    restedFor = now === text ? restedFor + LOOK : 0;
    text = now;
  }
}

async function fits(element: Element, text: string, step: WatchedStep): Promise<boolean> {
  const choice = fieldIn(element);
  if (choice instanceof HTMLInputElement && ['checkbox', 'radio'].includes(choice.type)) {
    return choice.checked === !['', 'false', '0'].includes(step.targetvalue ?? 'true');
  }
  return text.trim() !== '' && (step.accepts === null || (await step.accepts(text)));
}

/** At the window and before the page hears of it, which may keep an event to itself. */
function listen(
  handlers: Partial<
    Record<'pointerdown' | 'pointerup' | 'click' | 'pointerover' | 'pointermove', (event: MouseEvent) => void>
  >
): Undo {
  const off = new AbortController();
  for (const [type, handler] of Object.entries(handlers)) {
    window.addEventListener(type, (event) => event instanceof MouseEvent && handler(event), {
      capture: true,
      signal: off.signal,
    });
  }
  return () => off.abort();
}
