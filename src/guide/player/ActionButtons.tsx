import { Button } from '@grafana/ui';
import { useGuide } from './GuideContext';
import type { Unit } from './outline';

interface ActionProps {
  readonly unit: Extract<Unit, { kind: 'step' | 'code-block' }>;
  /** It waits for something, or runs. */
  readonly blocked: boolean;
}

export function ShowMeButton({ unit, blocked }: ActionProps) {
  const { player } = useGuide();
  return (
    <Button
      size="sm"
      variant="secondary"
      disabled={blocked}
      onClick={() => player.run('show', unit)}
      data-testid="guide-show-me"
    >
      Show Me
    </Button>
  );
}

export function DoItButton({
  unit,
  blocked,
  complete,
  label = 'Do It',
}: ActionProps & { readonly complete: boolean; readonly label?: string }) {
  const { player } = useGuide();
  return (
    <Button
      size="sm"
      variant={complete ? 'secondary' : 'primary'}
      disabled={blocked}
      onClick={() => player.run('do', unit)}
      data-testid="guide-do-it"
    >
      {label}
    </Button>
  );
}

/** For what the page cannot see done. */
export function MarkDoneButton({ unit, blocked }: { readonly unit: Unit; readonly blocked: boolean }) {
  const { player } = useGuide();
  return (
    <Button
      size="sm"
      variant="secondary"
      icon="check"
      disabled={blocked}
      onClick={() => player.markDone(unit)}
      data-testid="guide-mark-done"
    >
      Mark as done
    </Button>
  );
}
