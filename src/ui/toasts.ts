/** Short notices in Grafana's own corner, by its application events. */
import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';

export interface Toast {
  /** Of one kind none follows another within `QUIET`. */
  kind:
    | 'joined'
    | 'hand'
    | 'waiting'
    | 'no-server'
    | 'unheard'
    | 'cut-off'
    | 'back'
    | 'removed'
    | 'terminal-over'
    | 'browser-over';
  severity: 'success' | 'info' | 'warning';
  title: string;
  text?: string;
}

/** Milliseconds: a room that raises its hands at once says so once. */
export const QUIET = 5_000;

const EVENTS = {
  success: AppEvents.alertSuccess.name,
  info: AppEvents.alertInfo.name,
  warning: AppEvents.alertWarning.name,
};

/** One maker of toasts; `now` is in milliseconds. */
export function createToaster(now: () => number): (toast: Toast) => void {
  const shownAt = new Map<Toast['kind'], number>();
  return ({ kind, severity, title, text }) => {
    if (now() - (shownAt.get(kind) ?? -Infinity) < QUIET) {
      return;
    }
    shownAt.set(kind, now());
    getAppEvents().publish({ type: EVENTS[severity], payload: text === undefined ? [title] : [title, text] });
  };
}
