/** A guide being read and run: what a reader presses comes in here, what there is to draw comes out. Independent of React and of the page. */
import type { Guide, GuideInput, GuideStep } from '../model';
import type { UnmetCondition } from '../requirements';
import type { GuideStanding, PageFix, StepConditions, StepRunner } from '../StepRunner';
import { prepareStep, unansweredBy } from './answers';
import { askedOf, Checker } from './Checker';
import { sectionNamed, type SectionLike, type Unit } from './outline';
import type { Clock } from '../wait';
import { PlayerStore, type PlayerView } from './PlayerStore';
import type { ActionKind, Failure, PlayerInput } from './playerState';
import { judge } from './quiz';
import type { Completion, GuideRecords } from './records';
import { SectionControl } from './SectionControl';
import { canPoint, runGuided, runMultistep, runStep, stillUnmet, type Outcome, type Work } from './stepWork';
import { Turn } from './Turn';

export interface PlayerDeps {
  readonly runner: StepRunner;
  /** Without it nothing is asked of the page and everything counts as holding. */
  readonly conditions?: StepConditions;
  readonly records: GuideRecords;
  readonly clock: Clock;
}

export interface PlayerReports {
  /** A step is about to be shown or done. */
  readonly acted?: (kind: ActionKind, step: GuideStep) => void;
  /** A step that names another guide has been done. */
  readonly openGuide?: (reference: string) => void;
}

export class Player {
  private readonly store: PlayerStore;
  private readonly checker: Checker | null;
  private readonly standing: GuideStanding;
  private readonly work: Work;
  private readonly sections: SectionControl;
  private reports: PlayerReports = {};
  private readonly turn = new Turn();
  private offs: Array<() => void> = [];

  constructor(
    readonly guide: Guide,
    private readonly deps: PlayerDeps
  ) {
    this.store = new PlayerStore(guide, deps.records);
    this.standing = {
      isSectionComplete: (name) => {
        const section = sectionNamed(guide, name);
        return section !== null && this.view().outline.sections.get(section)?.complete === true;
      },
      variable: (name) => this.view().variables.get(name),
    };
    const prepared = (step: GuideStep) => prepareStep(step, this.view().variables);
    const { conditions } = deps;
    this.work = {
      runner: deps.runner,
      clock: deps.clock,
      acted: (kind, step) => this.reports.acted?.(kind, step),
      began: (activity) => this.dispatch({ type: 'began', activity }),
      watching: () => this.dispatch({ type: 'watching' }),
      refused: () => this.dispatch({ type: 'refused' }),
      prepared,
      unanswered: (step) => unansweredBy(step, guide, this.view().variables),
      unmet: async (list, source) =>
        list.length === 0 ? [] : ((await conditions?.unmet(askedOf(list, source), this.standing)) ?? []),
      fix: async (fix, source, signal) => (await conditions?.fix(fix, source, signal)) ?? false,
      gate: () => Promise.resolve(),
    };
    this.sections = new SectionControl({
      work: this.work,
      view: this.view,
      complete: (unit, as) => this.complete(unit, as),
      dispatch: (input) => this.dispatch(input),
    });
    this.checker = conditions
      ? new Checker({
          ...{ guide, conditions, standing: this.standing, prepared },
          outline: () => this.view().outline,
          branches: () => this.store.state.branches,
          checked: (branches, unmet) => this.dispatch({ type: 'checked', branches, unmet }),
          reached: (ids) => ids.forEach((id) => this.completeById(id)),
        })
      : null;
  }

  /** From now on to these alone. */
  reportTo(reports: PlayerReports): void {
    this.reports = reports;
  }

  /** The same object until something changes. */
  readonly view = (): PlayerView => this.store.view();

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** Begins to listen to page and records; `stop` ends that and everything that runs. May be started again. */
  start(): void {
    this.checker?.start();
    this.offs = [
      this.deps.records.subscribe(() => this.changed()),
      this.deps.runner.onPerson({ takesOver: () => this.personActs(), stops: () => this.personStops() }),
    ];
  }

  stop(): void {
    this.checker?.stop();
    this.offs.forEach((off) => off());
    this.offs = [];
    this.endAll();
  }

  /** What was running before is given up; a section's run is paused. */
  run(kind: ActionKind, unit: Extract<Unit, { kind: 'step' | 'code-block' }>): void {
    const { step } = unit;
    void this.alone(
      { kind: 'step', unitId: unit.id, stepId: step.id, doing: kind },
      async (signal) => {
        const early = kind === 'do' && step.completeEarly ? () => this.complete(unit, 'done') : undefined;
        const result = await runStep(this.work, kind, step, signal, early);
        if (result.outcome === 'failed') {
          if (early) {
            this.deps.records.reopen(this.guide.id, unit);
          }
          return { kind: 'failed', stepId: step.id, detail: result.detail ?? '' };
        }
        const completes = result.outcome === 'done' || (result.outcome === 'shown' && !step.doIt);
        return { kind: completes ? 'done' : 'stopped' };
      },
      unit
    );
  }

  runGroup(unit: Extract<Unit, { kind: 'multistep' | 'guided' }>): void {
    const { group } = unit;
    const [first] = group.steps;
    const about = { unitId: unit.id, stepId: first.id, at: 1, of: group.steps.length };
    if (unit.kind === 'multistep') {
      void this.alone({ kind: 'multistep', ...about }, (signal) => runMultistep(this.work, group, signal), unit);
    } else {
      const waitsForGo = !canPoint(first);
      void this.alone(
        { kind: 'guided', ...about, waitsForGo, watched: false, refused: false },
        (signal) => runGuided(this.work, group, this.turn.controls, signal),
        unit
      );
    }
  }

  /** Ends what runs; a section's run, too. */
  cancel(): void {
    this.endAll();
  }

  /** Guided: the step that is on has nothing to do on the page and has been read. */
  goOn(): void {
    this.turn.goOn();
  }

  /** Guided: passes over the step that is on. */
  skipInner(): void {
    this.turn.skipStep();
  }

  skipUnit(unit: Unit): void {
    this.turn.abort();
    this.complete(unit, 'skipped');
  }

  markDone(unit: Unit): void {
    this.complete(unit, 'done');
  }

  /** Tries to bring about a requirement that fails, and looks whether it then holds. */
  fix(unit: { id: string }, { condition, fix }: UnmetCondition & { fix: PageFix }, source: GuideStep | null): void {
    const began = { kind: 'fixing', unitId: unit.id } as const;
    void this.alone(began, async (signal) => {
      await this.work.fix(fix, source && this.work.prepared(source), signal);
      const unmet = await stillUnmet(this.work, [condition], source, signal);
      if (!signal.aborted) {
        this.dispatch({ type: 'fix-tried', unitId: unit.id, unmet });
      }
      return { kind: 'stopped' };
    });
  }

  /** @param chosen ids of choices */
  answerQuiz(unit: Extract<Unit, { kind: 'quiz' }>, chosen: readonly string[]): void {
    this.dispatch({ type: 'attempted', quizId: unit.id, chosen });
    if (judge(unit.block, this.store.state.attempts.get(unit.id) ?? []).kind !== 'wrong') {
      this.complete(unit, 'done');
    }
  }

  /** @param value null takes the answer back */
  answerInput({ variableName }: Pick<GuideInput, 'variableName'>, value: string | null): void {
    this.deps.records.answer(this.guide.id, variableName, value);
  }

  /** Looks at a challenge's criteria; without anyone to ask, they count as met. */
  async check(unit: Extract<Unit, { kind: 'challenge' }>): Promise<void> {
    const lacking = await this.work.unmet(unit.block.successCriteria, null);
    if (lacking.length === 0) {
      this.complete(unit, 'done');
    } else {
      const detail = unit.block.failureMessage || lacking.map(({ text }) => text).join(' ');
      this.dispatch({ type: 'ended', failure: { unitId: unit.id, stepId: unit.id, detail } });
    }
  }

  runSection(section: SectionLike): void {
    this.endAll();
    this.sections.run(section);
  }

  pauseSection(why: string | null = null): void {
    this.dispatch({ type: 'run-paused', why });
  }

  resumeSection(): void {
    this.turn.abort();
    this.sections.resume();
  }

  restart(): void {
    this.endAll();
    this.dispatch({ type: 'restarted' });
    this.deps.records.forget(this.guide.id);
  }

  private async alone(
    activity: Parameters<Work['began']>[0],
    run: (signal: AbortSignal) => Promise<Outcome>,
    unit?: Unit
  ): Promise<void> {
    this.turn.giveUp();
    this.pauseSection();
    const outcome = await this.turn.take((signal) => {
      this.work.began(activity);
      return run(signal);
    });
    if (!outcome) {
      return;
    }
    const failure: Failure | null =
      outcome.kind === 'failed' ? { unitId: activity.unitId, stepId: outcome.stepId, detail: outcome.detail } : null;
    this.dispatch({ type: 'ended', failure });
    if (outcome.kind === 'done' && unit) {
      this.complete(unit, 'done');
    }
    this.checker?.look();
  }

  private personActs(): void {
    if (this.store.state.run?.state === 'running') {
      this.pauseSection('You did something on the page yourself.');
    } else if (this.store.state.activity.kind === 'multistep') {
      this.endAll();
    }
  }

  private personStops(): void {
    if (this.store.state.run?.state === 'running') {
      this.pauseSection();
    } else if (this.store.state.activity.kind !== 'idle' && this.store.state.activity.kind !== 'step') {
      this.endAll();
    }
  }

  private endAll(): void {
    this.turn.giveUp();
    this.sections.stop();
    if (this.store.state.activity.kind !== 'idle' || this.store.state.run) {
      this.dispatch({ type: 'ended', failure: null });
      this.dispatch({ type: 'run-ended' });
    }
  }

  private complete(unit: Unit, as: Completion): void {
    this.dispatch({ type: 'completed', unitId: unit.id });
    this.deps.records.complete(this.guide.id, unit, as);
    if (as === 'done' && unit.kind === 'step' && unit.step.openGuide !== null) {
      this.reports.openGuide?.(unit.step.openGuide);
    }
  }

  private completeById(id: string): void {
    const standing = this.view().outline.standings.get(id);
    if (standing && standing.complete === null) {
      this.deps.records.complete(this.guide.id, standing.unit, 'done');
    }
  }

  private dispatch(input: PlayerInput): void {
    this.store.dispatch(input);
  }

  /** Progress or an answer changed: what hangs on it may hold now. */
  private changed(): void {
    this.store.redraw();
    this.sections.goOnAfter(this.view().outline);
    this.checker?.look();
  }
}
