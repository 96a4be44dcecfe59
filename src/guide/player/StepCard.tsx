import { Button } from '@grafana/ui';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import type { Unit } from './outline';
import { canPoint } from './stepWork';
import { UnitCard } from './UnitCard';

/** One step: a text, Show Me and Do It. */
export function StepCard({ unit }: { unit: Extract<Unit, { kind: 'step' }> }) {
  const { player } = useGuide();
  const { step } = unit;
  const shows = step.showMe && canPoint(step);
  return (
    <UnitCard
      unit={unit}
      hint={step.hint}
      actions={({ blocked, complete }) => (
        <>
          {shows && (
            <Button
              size="sm"
              variant="secondary"
              disabled={blocked}
              onClick={() => player.run('show', unit)}
              data-testid="guide-show-me"
            >
              Show Me
            </Button>
          )}
          {step.doIt && (
            <Button
              size="sm"
              variant={complete ? 'secondary' : 'primary'}
              disabled={blocked}
              onClick={() => player.run('do', unit)}
              data-testid="guide-do-it"
            >
              Do It
            </Button>
          )}
          {!shows && !step.doIt && !complete && (
            <Button size="sm" variant="secondary" disabled={blocked} onClick={() => player.markDone(unit)}>
              Mark as done
            </Button>
          )}
        </>
      )}
    >
      <Markdown text={step.content} />
    </UnitCard>
  );
}
