import { DoItButton, MarkDoneButton, ShowMeButton } from './ActionButtons';
import { Markdown } from './Markdown';
import type { Unit } from './outline';
import { canPoint } from './stepWork';
import { UnitCard } from './UnitCard';

/** One step: a text, Show Me and Do It. */
export function StepCard({ unit }: { unit: Extract<Unit, { kind: 'step' }> }) {
  const { step } = unit;
  const shows = step.showMe && canPoint(step);
  return (
    <UnitCard
      unit={unit}
      hint={step.hint}
      actions={({ blocked, complete }) => (
        <>
          {shows && <ShowMeButton unit={unit} blocked={blocked} />}
          {step.doIt && <DoItButton unit={unit} blocked={blocked} complete={complete} />}
          {!shows && !step.doIt && !complete && <MarkDoneButton unit={unit} blocked={blocked} />}
        </>
      )}
    >
      <Markdown text={step.content} />
    </UnitCard>
  );
}
