import { Alert, Button, LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { GuideTab } from '../../guide/GuideTabs';
import type { ReceiptCount, SessionView, StepAnswer, StepAnswers } from '../../session/view';
import { useLiveApp, useSessionView } from '../LiveApp';
import { OUTCOME_WORDS } from '../session/attendeeNeed';

const LazyPlayer = lazy(async () => ({ default: (await import('../../guide/player/GuidePlayer')).GuidePlayer }));

const NO_RECEIPTS: ReadonlyMap<string, ReceiptCount> = new Map();

export interface GuidePanelProps {
  tab: GuideTab;
  onTitle?: (title: HTMLElement | null) => void;
}

/** One open guide, with what the session knows about its steps. */
export function GuidePanel({ tab, onTitle }: GuidePanelProps) {
  const { guides, runner, conditions, player, onPlayerAction, openGuide } = useLiveApp();
  const session = useSessionView();
  const { session: door } = useLiveApp();
  const answersTo = useCallback(
    (stepId: string) => inWords(door.stepAnswers({ guideId: tab.id, stepId })),
    [door, tab.id]
  );
  const [pressed, setPressed] = useState<string | null>(null);

  switch (tab.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading the guide..." />;
    case 'failed':
      if (tab.unknown && session.role === 'attending') {
        return <NotHere title={tab.title} presenterName={session.presenterName} />;
      }
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
          {tab.guide.source === 'own' && <OwnNote presenting={session.role === 'presenting'} />}
          <LazyPlayer
            guide={tab.guide}
            runner={runner}
            conditions={conditions}
            {...player}
            openGuide={openGuide}
            onAction={(kind, step) => {
              setPressed(step.id);
              onPlayerAction(kind, step, tab.guide);
            }}
            receipts={session.role === 'presenting' ? (session.receipts.get(tab.id) ?? NO_RECEIPTS) : undefined}
            answersTo={answersTo}
            activeStepId={activeStepOf(session, tab.id, pressed)}
            onTitle={onTitle}
          />
        </Suspense>
      );
  }
}

const said = (answers: readonly StepAnswer[]) =>
  answers.map((one) => ({ ...one, outcome: OUTCOME_WORDS[one.outcome] }));

const inWords = ({ failed, asked, declined, skipped, unanswered }: StepAnswers) => ({
  failed: said(failed),
  asked: said(asked),
  declined: said(declined),
  skipped: said(skipped),
  unanswered,
});

/** A session names steps of guides that everyone has; one from a file or a paste nobody else has. */
function OwnNote({ presenting }: { presenting: boolean }) {
  return presenting ? (
    <Alert severity="warning" title="Attendees do not see this guide" bottomSpacing={2} data-testid="guide-own">
      It is your own, and a session does not carry it: neither its text nor what you show and do with it reaches them.
      They are told that you show a guide which only you have.
    </Alert>
  ) : (
    <Alert severity="info" title="Your own guide" bottomSpacing={2} data-testid="guide-own" />
  );
}

/** For an attendee there is nothing to be done about it, and nothing is wrong. */
function NotHere({ title, presenterName }: { title: string; presenterName: string }) {
  return (
    <Alert severity="info" title={title} bottomSpacing={0} data-testid="guide-not-here">
      {presenterName} shows a guide that only they have. What they point at in their own Grafana is not visible here;
      the next guide that both of you have opens by itself.
    </Alert>
  );
}

/** Where the session stands in a guide; a presenter's own press counts at once, and after Do It, which highlights nothing. */
function activeStepOf(session: SessionView, guideId: string, pressed: string | null): string | null {
  switch (session.role) {
    case 'presenting':
      return pressed ?? (session.highlight?.guideId === guideId ? session.highlight.stepId : null);
    case 'attending':
      return session.step?.guideId === guideId ? session.step.stepId : null;
    default:
      return null;
  }
}
