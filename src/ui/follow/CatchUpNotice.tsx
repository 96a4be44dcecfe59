import { Alert, Button, Stack } from '@grafana/ui';
import { useLiveApp } from '../LiveApp';
import { useView } from '../useView';

/** For a follower who was cut off while the presenter went on: nothing of that is done here unasked. */
export function CatchUpNotice() {
  const { replay } = useLiveApp();
  const { missed } = useView(replay);
  if (missed === 0) {
    return null;
  }
  return (
    <div data-testid="follow-missed" data-count={missed}>
      <Alert
        severity="info"
        title={missed === 1 ? 'You missed a step' : `You missed ${missed} steps`}
        bottomSpacing={0}
      >
        <Stack direction="column" gap={1}>
          <div>
            The presenter went on while you were cut off. You can have it done in your Grafana now, in order; what is
            dangerous asks you first.
          </div>
          <Stack gap={1}>
            <Button
              size="sm"
              variant="primary"
              data-testid="follow-catch-up"
              onClick={() => replay.catchUp('catch-up')}
            >
              Catch up
            </Button>
            <Button size="sm" variant="secondary" data-testid="follow-skip" onClick={() => replay.catchUp('skip')}>
              Skip
            </Button>
          </Stack>
        </Stack>
      </Alert>
    </div>
  );
}
