import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useGuide, type StepAnswer, type StepAnswers } from './GuideContext';

type Group = Exclude<keyof StepAnswers, 'unanswered'>;

/** Those who need help first. */
const GROUPS: ReadonlyArray<{ group: Group; heading: string }> = [
  { group: 'failed', heading: 'Failed' },
  { group: 'asked', heading: 'Being asked' },
  { group: 'declined', heading: 'Declined' },
  { group: 'skipped', heading: 'Left out' },
];

/** For whom a step failed, who decides still or decided against it, and who has not answered; drawn anew as receipts come in. */
export function AnswerNames({ stepId }: { stepId: string }) {
  const styles = useStyles2(getStyles);
  const answers = useGuide().answersTo(stepId);
  const groups = GROUPS.filter(({ group }) => answers[group].length > 0);
  const { unanswered } = answers;
  if (groups.length === 0 && unanswered.length === 0) {
    return <p className={styles.none}>It failed for nobody, and everybody has answered.</p>;
  }
  return (
    <div
      data-live-own=""
      data-testid="live-step-answers"
      className={styles.names}
      tabIndex={0}
      role="group"
      aria-label="Attendees"
    >
      {groups.map(({ group, heading }) => (
        <div key={group}>
          <h4 className={styles.heading}>
            {heading}: {answers[group].length}
          </h4>
          <ul className={styles.list}>
            {answers[group].map((answer) => (
              <li key={answer.attendeeId} data-testid={`live-step-${group}`}>
                <bdi className={styles.name}>{answer.name}</bdi>
                <Why group={group} answer={answer} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {unanswered.length > 0 && (
        <>
          <h4 className={styles.heading}>No answer: {unanswered.length}</h4>
          <ul className={styles.list}>
            {unanswered.map(({ attendeeId, name }) => (
              <li key={attendeeId} data-testid="live-step-unanswered">
                <bdi className={styles.name}>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The heading says what became of it; only failures are of several kinds. */
function Why({ group, answer: { outcome, detail } }: { group: Group; answer: StepAnswer }) {
  const styles = useStyles2(getStyles);
  const words = [group === 'failed' ? outcome : '', detail].filter(Boolean).join(': ');
  return words === '' ? null : <span className={cx(styles.why, group === 'failed' && styles.failed)}>{words}</span>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  none: css({ margin: 0 }),
  names: css({ maxHeight: 280, minWidth: 220, overflowY: 'auto', scrollbarWidth: 'thin' }),
  heading: css({
    ...theme.typography.bodySmall,
    fontWeight: theme.typography.fontWeightMedium,
    margin: theme.spacing(1, 0, 0.5),
  }),
  list: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& > li': { display: 'flex', flexDirection: 'column', padding: theme.spacing(0.25, 0) },
  }),
  name: css({ overflowWrap: 'anywhere' }),
  why: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  failed: css({ color: theme.colors.error.text }),
});
