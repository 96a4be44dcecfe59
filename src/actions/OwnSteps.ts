/** An attendee's own copy of what a presenter points at, and whether more may become of it than being shown. SPEC.md, SAFE-2. */
import type { Guide, GuideStep } from '../guide/model';
import { prepareStep, unansweredBy } from '../guide/player/answers';
import type { Variables } from '../guide/player/values';
import { isReadersOwn } from '../guide/readersSteps';
import { resolveStepRef } from '../guide/stepRef';
import type { StepRef } from '../protocol/messages';
import { failed, type ActionOutcome } from './outcome';
import { needsTarget } from './perform';

export interface OwnGuides {
  /** The attendee's own copy. Rejects when there is none. */
  loadGuide(id: string): Promise<Guide>;
  /** The attendee's own answers to the guide's questions; without it there are none. */
  answers?(guide: Guide): Variables;
}

/** A step with the attendee's answers put in; `own` is of a copy that no administrator listed. */
export interface OwnStep {
  kind: 'same' | 'differs' | 'own';
  step: GuideStep;
  guide: Guide;
}

export class OwnSteps {
  /** @param found the guide is here, and is to be open */
  constructor(
    private readonly guides: OwnGuides,
    private readonly found: (guide: Guide) => void
  ) {}

  async resolve(ref: StepRef): Promise<OwnStep | { kind: 'none'; why: ActionOutcome }> {
    let guide: Guide;
    try {
      guide = await this.guides.loadGuide(ref.guideId);
    } catch {
      return { kind: 'none', why: failed('this Grafana does not have the guide') };
    }
    this.found(guide);
    const resolved = resolveStepRef(guide, ref);
    if (resolved.kind === 'unknown') {
      return { kind: 'none', why: failed('the guide here does not have the step') };
    }
    const answers = this.guides.answers?.(guide) ?? new Map();
    return unansweredBy(resolved.step, guide, answers).length > 0
      ? { kind: 'none', why: { outcome: 'needs-input', detail: 'a question of the guide is not answered here' } }
      : { ...resolved, guide, step: prepareStep(resolved.step, answers) };
  }
}

const BY_KIND: Readonly<Record<OwnStep['kind'], string | null>> = {
  same: null,
  differs: 'the step reads differently here, so it was only shown',
  own: 'the guide is the attendee’s own copy, not a listed one, so it was only shown',
};

/** Why a step that is to be done is only shown; null where it may be done. */
export function onlyShown({ kind, step, guide }: OwnStep): string | null {
  return BY_KIND[kind] ?? notOffered(step, guide);
}

/** No presenter's page offers it; one that was tampered with can still send it. */
function notOffered({ id, doIt, action }: GuideStep, guide: Guide): string | null {
  if (isReadersOwn(guide, id)) {
    return 'the guide leaves this step to its reader, so it was only shown';
  }
  return doIt || !needsTarget(action) ? null : 'the guide offers this step only to look at, so it was only shown';
}
