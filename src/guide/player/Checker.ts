/** Keeps asking the page what a guide's parts need: which requirements fail, which objectives are reached, which branches are shown. Independent of React. */
import { PLAIN_STEP, type Block, type Guide, type GuideStep } from '../model';
import type { UnmetCondition } from '../requirements';
import type { ConditionsAsked, GuideStanding, StepConditions } from '../StepRunner';
import { childrenOf, demandsOf, type Branches, type Outline } from './outline';
import type { PlayerState, Subject } from './playerState';

export interface CheckerDeps {
  readonly guide: Guide;
  readonly conditions: StepConditions;
  readonly standing: GuideStanding;
  outline(): Outline;
  branches(): Branches;
  /** With the reader's answers in it. */
  prepared(step: GuideStep): GuideStep;
  checked(branches: Branches, unmet: PlayerState['unmet']): void;
  /** Units whose objectives are reached although nobody has done them. */
  reached(unitIds: readonly string[]): void;
}

/**
 * A conditional whose parts decide its own condition would be shown and taken away for ever, and leave the page no time.
 * After so many changes in one go it is taken for one that does not hold.
 */
const MOST_TURNS = 8;

export class Checker {
  private off: () => void = () => undefined;
  private looking = false;
  private again = false;
  private stopped = true;
  /** Changes of each conditional since everything last stood still. */
  private readonly turns = new Map<string, number>();
  private readonly restless = new Set<string>();

  constructor(private readonly deps: CheckerDeps) {}

  start(): void {
    this.stopped = false;
    this.off = this.deps.conditions.onChange(() => this.look());
    this.look();
  }

  stop(): void {
    this.stopped = true;
    this.off();
  }

  /** Looks at the page now; while one look is under way, once more after it. */
  look(): void {
    if (this.looking || this.stopped) {
      this.again = true;
      return;
    }
    this.looking = true;
    void this.lookOnce().finally(() => {
      this.looking = false;
      if (this.again && !this.stopped) {
        this.again = false;
        this.look();
      }
    });
  }

  private async lookOnce(): Promise<void> {
    const { standings, sections } = this.deps.outline();
    const unmet = new Map<Subject, readonly UnmetCondition[]>();
    const reached: string[] = [];
    const openUnits = Array.from(standings.values()).filter(({ complete }) => complete === null);
    const openSections = Array.from(sections).filter(([, { complete }]) => !complete);

    const branches = new Map<string, boolean>();
    await Promise.all([
      this.lookAtBranches(this.deps.guide.blocks, branches),
      ...openUnits.map(async ({ unit, waits }) => {
        const { requirements, objectives, source } = demandsOf(unit);
        if (await this.allHold(objectives, source)) {
          reached.push(unit.id);
        } else if (!waits) {
          keep(unmet, unit.id, await this.ask(requirements, source));
        }
      }),
      ...openSections.map(async ([section, { units }]) => {
        if (await this.allHold(section.objectives, null)) {
          reached.push(...units);
        } else {
          keep(unmet, section, await this.ask(section.requirements, null));
        }
      }),
    ]);
    if (this.stopped) {
      return;
    }
    const before = this.deps.branches();
    this.deps.checked(branches, unmet);
    if (reached.length > 0) {
      this.deps.reached(reached);
    }
    this.again ||= this.hasTurned(before, branches);
  }

  private hasTurned(before: Branches, now: Branches): boolean {
    if (sameBranches(before, now)) {
      this.turns.clear();
      return false;
    }
    for (const [id, holds] of now) {
      const turns = (this.turns.get(id) ?? 0) + Number(before.get(id) !== holds);
      this.turns.set(id, turns);
      if (turns > MOST_TURNS) {
        this.restless.add(id);
      }
    }
    return true;
  }

  /** Only of what is shown: a conditional in a branch that is not shown is looked at when it is. */
  private async lookAtBranches(blocks: readonly Block[], found: Map<string, boolean>): Promise<void> {
    await Promise.all(
      blocks.map(async (block) => {
        if (block.kind === 'conditional') {
          const source: GuideStep = {
            ...PLAIN_STEP,
            id: block.id,
            hash: '',
            action: 'highlight',
            reftarget: block.reftarget,
          };
          const holds = !this.restless.has(block.id) && (await this.ask(block.conditions, source)).length === 0;
          found.set(block.id, holds);
        }
        const children = childrenOf(block, found);
        if (children) {
          await this.lookAtBranches(children, found);
        }
      })
    );
  }

  private async allHold(conditions: readonly string[], source: GuideStep | null): Promise<boolean> {
    return conditions.length > 0 && (await this.ask(conditions, source)).length === 0;
  }

  private ask(conditions: readonly string[], source: GuideStep | null): Promise<readonly UnmetCondition[]> {
    const { conditions: page, prepared, standing } = this.deps;
    return conditions.length === 0 ? NOTHING : page.unmet(askedOf(conditions, source && prepared(source)), standing);
  }
}

/** @param source the step whose target is meant; null where none is */
export function askedOf(requirements: readonly string[], source: GuideStep | null): ConditionsAsked {
  return { action: 'noop', reftarget: null, ...source, requirements };
}

const NOTHING: Promise<readonly UnmetCondition[]> = Promise.resolve([]);

function keep(unmet: Map<Subject, readonly UnmetCondition[]>, subject: Subject, list: readonly UnmetCondition[]): void {
  if (list.length > 0) {
    unmet.set(subject, list);
  }
}

function sameBranches(a: Branches, b: Branches): boolean {
  return a.size === b.size && Array.from(a).every(([id, holds]) => b.get(id) === holds);
}
