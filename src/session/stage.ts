/** Where the room stands: what a newcomer's snapshot says, as a fold over the stage events. Pure. */
import type { Snapshot, StageEvent } from '../protocol/messages';

export type Stage = Pick<Snapshot, 'guide' | 'highlight' | 'route' | 'policy' | 'terminal' | 'browser'>;

export function reduceStage(stage: Stage, event: StageEvent, seq: number): Stage {
  switch (event.type) {
    case 'show_me':
      return { ...stage, highlight: { step: event.step, seq } };
    case 'do_it':
    case 'clear_highlight':
      return { ...stage, highlight: null };
    case 'navigation':
      return event.to.kind === 'page'
        ? { ...stage, highlight: null, route: event.to.route }
        : {
            ...stage,
            guide: event.to.guide,
            // What another guide pointed at is over; a newcomer would be taken there instead.
            highlight: stage.highlight?.step.guideId === event.to.guide.guideId ? stage.highlight : null,
          };
    case 'mode_policy':
      return { ...stage, policy: event.policy };
    case 'terminal_open':
      return { ...stage, terminal: event.terminal };
    case 'terminal_close':
      return { ...stage, terminal: null };
    case 'browser_open':
      return { ...stage, browser: event.browser };
    case 'browser_close':
      return { ...stage, browser: null };
    case 'session_end':
      return stage;
  }
}
