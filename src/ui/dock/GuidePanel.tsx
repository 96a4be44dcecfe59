import { Alert, Button, LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import type { GuideTab } from '../../guide/GuideTabs';
import { useLiveApp, useSessionView } from '../LiveApp';

const LazyPlayer = lazy(async () => ({ default: (await import('../../guide/player/GuidePlayer')).GuidePlayer }));

/** One open guide, with what the session knows about its steps. */
export function GuidePanel({ tab }: { tab: GuideTab }) {
  const { guides, runner, conditions, onPlayerAction } = useLiveApp();
  const session = useSessionView();

  switch (tab.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading the guide..." />;
    case 'failed':
      return (
        <Alert severity="error" title="The guide could not be opened" bottomSpacing={0}>
          <div>{tab.detail}</div>
          <Button size="sm" variant="secondary" onClick={() => void guides.open(tab.id, tab.title)}>
            Try again
          </Button>
        </Alert>
      );
    case 'ready':
      return (
        <Suspense fallback={<LoadingPlaceholder text="Loading the guide..." />}>
          <LazyPlayer
            guide={tab.guide}
            runner={runner}
            conditions={conditions}
            onAction={(kind, step) => onPlayerAction(kind, step, tab.guide)}
            receipts={session.role === 'presenting' ? session.receipts : undefined}
            activeStepId={session.role === 'presenting' ? session.highlight?.stepId : undefined}
          />
        </Suspense>
      );
  }
}
