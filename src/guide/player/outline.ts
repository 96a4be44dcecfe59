/** A guide as what is to be done in it: what is complete, what must wait for something before it, how far each part is. Pure. */
import type { Block, ConditionalBranch, Guide, GuideStep, StepGroup } from '../model';
import type { Completable, Completion, GuideRecord } from './records';

export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** What progress counts, as one of its kinds. */
export type Unit =
  | { readonly kind: 'step'; readonly id: string; readonly hash: string; readonly step: GuideStep }
  | { readonly kind: 'multistep' | 'guided'; readonly id: string; readonly hash: string; readonly group: StepGroup }
  | { readonly kind: 'code-block'; readonly id: string; readonly hash: string; readonly step: GuideStep }
  | { readonly kind: 'quiz'; readonly id: string; readonly hash: string; readonly block: BlockOf<'quiz'> }
  | { readonly kind: 'input'; readonly id: string; readonly hash: string; readonly block: BlockOf<'input'> }
  | { readonly kind: 'terminal'; readonly id: string; readonly hash: string; readonly block: BlockOf<'terminal'> }
  | { readonly kind: 'challenge'; readonly id: string; readonly hash: string; readonly block: BlockOf<'challenge'> };

/** A section, or a branch of a conditional that is displayed as one. */
export type SectionLike = ConditionalBranch & { readonly id?: string | null; readonly autoCollapse?: boolean };

export interface Standing {
  readonly unit: Unit;
  readonly complete: Completion | null;
  /** What comes before it in its section is not complete. */
  readonly waits: boolean;
  /** The innermost section around it. */
  readonly section: SectionLike | null;
}

export interface SectionStanding {
  /** Ids, inner sections' too. */
  readonly units: readonly string[];
  readonly done: number;
  readonly total: number;
  readonly complete: boolean;
}

export interface Outline {
  /** What is shown, in reading order; the branches of conditionals that are not shown are not there. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly sections: ReadonlyMap<SectionLike, SectionStanding>;
  readonly done: number;
  readonly total: number;
}

/** Whether a conditional's conditions hold, by its id; what is not known yet is not there. */
export type Branches = ReadonlyMap<string, boolean>;

/** The unit that a block is; null for blocks that only show something, and for questions that nothing hangs on. */
export function unitOf(block: Block): Unit | null {
  switch (block.kind) {
    case 'step':
      return { kind: 'step', id: block.step.id, hash: block.step.hash, step: block.step };
    case 'multistep':
    case 'guided':
      return { kind: block.kind, id: block.group.id, hash: block.group.hash, group: block.group };
    case 'code-block':
      return { kind: 'code-block', id: block.step.id, hash: block.step.hash, step: block.step };
    case 'quiz':
      return { kind: 'quiz', id: block.id, hash: block.hash, block };
    case 'input':
      return block.tracked ? { kind: 'input', id: block.id, hash: block.hash, block } : null;
    case 'terminal':
      return { kind: 'terminal', id: block.id, hash: block.hash, block };
    case 'challenge':
      return { kind: 'challenge', id: block.id, hash: block.hash, block };
    default:
      return null;
  }
}

/** The blocks directly inside a block that are shown now; null for a block that holds none. */
export function childrenOf(block: Block, branches: Branches): readonly Block[] | null {
  switch (block.kind) {
    case 'section':
    case 'collapsible':
    case 'group':
      return block.blocks;
    case 'conditional':
      return shownBranch(block, branches)?.blocks ?? [];
    default:
      return null;
  }
}

/** Null while it is not known which one is to be shown. */
export function shownBranch(block: BlockOf<'conditional'>, branches: Branches): ConditionalBranch | null {
  const holds = branches.get(block.id);
  return holds === undefined ? null : holds ? block.whenTrue : block.whenFalse;
}

/** The section that a block opens; null where it opens none. */
export function sectionOf(block: Block, branches: Branches): SectionLike | null {
  if (block.kind === 'section') {
    return block;
  }
  return block.kind === 'conditional' && block.display === 'section' ? shownBranch(block, branches) : null;
}

/** Inside a section units go in order; a note in a section (`noop`) is complete as soon as it is reached. */
export function outlineOf(guide: Guide, record: GuideRecord, branches: Branches): Outline {
  const standings = new Map<string, Standing>();
  const sections = new Map<SectionLike, SectionStanding>();

  const walk = (blocks: readonly Block[], section: SectionLike | null, openBefore: boolean): boolean => {
    let open = openBefore;
    for (const block of blocks) {
      const unit = unitOf(block);
      const children = childrenOf(block, branches);
      if (unit) {
        const waits = section !== null && open;
        const complete = completionOf(unit, record) ?? passing(unit, section, waits);
        standings.set(unit.id, { unit, complete, waits, section });
        open ||= complete === null;
      } else if (children) {
        const own = sectionOf(block, branches);
        const within = own ?? section;
        const first = standings.size;
        const inside = walk(children, within, section !== null && open);
        if (own) {
          const units = Array.from(standings.values()).slice(first);
          const done = units.filter(({ complete }) => complete !== null).length;
          sections.set(own, {
            units: units.map(({ unit: { id } }) => id),
            done,
            total: units.length,
            complete: units.length > 0 && done === units.length,
          });
        }
        open ||= section !== null && inside;
      }
    }
    return open;
  };
  walk(guide.blocks, null, false);
  const done = Array.from(standings.values()).filter(({ complete }) => complete !== null).length;
  return { standings, sections, done, total: standings.size };
}

/** A group is complete, too, when a session has done each of its steps. */
function completionOf(unit: Unit, record: GuideRecord): Completion | null {
  const isGroup = unit.kind === 'multistep' || unit.kind === 'guided';
  const innerDone = isGroup && unit.group.steps.every((step) => recorded(step, record) !== null);
  return recorded(unit, record) ?? (innerDone ? 'done' : null);
}

/** Whether it was completed as it reads now. */
export function recorded({ id, hash }: Completable, record: GuideRecord): Completion | null {
  const kept = record.completed.get(id);
  return kept?.hash === hash ? kept.as : null;
}

function passing(unit: Unit, section: SectionLike | null, waits: boolean): Completion | null {
  return unit.kind === 'step' && unit.step.action === 'noop' && section !== null && !waits ? 'done' : null;
}

/** What a unit asks of the page before it can be done, and what shows that it need not be. */
export function demandsOf(unit: Unit): {
  requirements: readonly string[];
  objectives: readonly string[];
  source: GuideStep | null;
} {
  switch (unit.kind) {
    case 'step':
    case 'code-block':
      return { requirements: unit.step.requirements, objectives: unit.step.objectives, source: unit.step };
    case 'multistep':
    case 'guided':
      // A group's own target is its first step's (GUIDE_FORMAT, blocks with steps).
      return { requirements: unit.group.requirements, objectives: unit.group.objectives, source: unit.group.steps[0] };
    case 'terminal':
    case 'challenge':
      return { requirements: unit.block.requirements, objectives: unit.block.objectives, source: null };
    case 'quiz':
    case 'input':
      return { requirements: unit.block.requirements, objectives: [], source: null };
  }
}

/** Whether it is that step, or has it among its own. */
export function holdsStep(unit: Unit, stepId: string): boolean {
  return unit.id === stepId || ('group' in unit && unit.group.steps.some(({ id }) => id === stepId));
}

export function isSkippable(unit: Unit): boolean {
  switch (unit.kind) {
    case 'step':
    case 'code-block':
      return unit.step.skippable;
    case 'multistep':
    case 'guided':
      return unit.group.skippable;
    default:
      return unit.block.skippable;
  }
}

/** By authored id, with or without the prefix that authors may leave away. */
export function sectionNamed(guide: Guide, name: string): BlockOf<'section'> | null {
  const bare = (id: string) => id.replace(/^section-/, '');
  const find = (blocks: readonly Block[]): BlockOf<'section'> | null => {
    for (const block of blocks) {
      if (block.kind === 'section' && block.id !== null && bare(block.id) === bare(name)) {
        return block;
      }
      const inner =
        block.kind === 'conditional'
          ? [...block.whenTrue.blocks, ...block.whenFalse.blocks]
          : childrenOf(block, new Map());
      const found = inner && find(inner);
      if (found) {
        return found;
      }
    }
    return null;
  };
  return find(guide.blocks);
}
