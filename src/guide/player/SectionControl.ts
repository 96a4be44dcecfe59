/** At most one section that is being done: begun, paused, resumed, stopped. Independent of React and of the page. */
import type { Outline, SectionLike, Standing, Unit } from './outline';
import type { PlayerInput, SectionRun } from './playerState';
import type { Completion } from './records';
import { runSection } from './sectionRun';
import type { Work } from './stepWork';

export interface SectionControlDeps {
  readonly work: Work;
  view(): { readonly outline: Outline; readonly run: SectionRun | null };
  complete(unit: Unit, as: Completion): void;
  dispatch(input: PlayerInput): void;
}

export class SectionControl {
  private own: AbortController | null = null;
  private openGate: (() => void) | null = null;

  constructor(private readonly deps: SectionControlDeps) {}

  run(section: SectionLike): void {
    this.stop();
    const { work, complete, dispatch } = this.deps;
    const own = new AbortController();
    this.own = own;
    dispatch({ type: 'run-began', section });
    const ended = runSection(
      {
        ...work,
        complete,
        gate: () => this.gate(own.signal),
        next: (of) => this.nextIn(of),
        waitFor: ({ id }, why) => dispatch({ type: 'run-waits', unitId: id, why }),
      },
      section,
      own.signal
    );
    void ended.then((end) => {
      if (this.own === own) {
        this.own = null;
        dispatch({ type: 'ended', failure: null });
        dispatch(end.kind === 'stopped' ? { type: 'run-stopped', why: end.why } : { type: 'run-ended' });
      }
    });
  }

  /** Goes on where it was paused; one that could not go on is tried again. */
  resume(): void {
    const { run } = this.deps.view();
    if (run && this.own) {
      this.deps.dispatch({ type: 'run-resumed', section: run.section });
      this.openGate?.();
    } else if (run) {
      this.run(run.section);
    }
  }

  stop(): void {
    const { own } = this;
    this.own = null;
    own?.abort();
  }

  /** Goes on when what the run waits for has been done. */
  goOnAfter({ standings }: Outline): void {
    const { run } = this.deps.view();
    if (run?.state === 'waiting' && standings.get(run.unitId)?.complete != null) {
      this.resume();
    }
  }

  /** Closed while the run is paused, or waits for its person. */
  private async gate(stopped: AbortSignal): Promise<void> {
    const isClosed = () => ['paused', 'waiting'].includes(this.deps.view().run?.state ?? '');
    while (!stopped.aborted && isClosed()) {
      await new Promise<void>((resolve) => {
        this.openGate = resolve;
        stopped.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  private nextIn(section: SectionLike): Standing | null {
    const { standings, sections } = this.deps.view().outline;
    const open = sections.get(section)?.units.find((id) => standings.get(id)?.complete === null);
    return open === undefined ? null : (standings.get(open) ?? null);
  }
}
