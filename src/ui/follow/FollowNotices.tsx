import { Alert, Button, Stack } from '@grafana/ui';
import type { FollowPolicy } from '../../protocol/messages';
import { useLiveApp } from '../LiveApp';
import { useView } from '../useView';

/** For a follower: whether following is paused or switched off. */
export function FollowNotices({ policy, ceiling }: { policy: FollowPolicy; ceiling: FollowPolicy }) {
  const { replay } = useLiveApp();
  const { paused } = useView(replay);
  return (
    <>
      {(policy === 'off' || ceiling === 'off') && (
        <Alert
          severity="info"
          title={`${ceiling === 'off' ? 'An administrator' : 'The presenter'} has switched follow mode off`}
          bottomSpacing={0}
        >
          Steps are only shown to you for now.
        </Alert>
      )}
      {paused && ceiling !== 'off' && (
        <div data-testid="follow-paused">
          <Alert severity="info" title="Following is paused" bottomSpacing={0}>
            <Stack direction="column" gap={1} alignItems="flex-start">
              <div>Nothing is done in your Grafana until you go on.</div>
              <Button
                size="sm"
                variant="primary"
                icon="play"
                data-testid="follow-resume"
                onClick={() => replay.resume()}
              >
                Go on following
              </Button>
            </Stack>
          </Alert>
        </div>
      )}
    </>
  );
}
