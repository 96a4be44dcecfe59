import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Text, Toggletip, useStyles2 } from '@grafana/ui';
import { useGuide, type StepReceipts } from './GuideContext';

const NO_RECEIPTS: StepReceipts = { shown: 0, done: 0, failed: 0 };

/** What became of a step at the attendees; nothing where no session is presented. */
export function Receipts({ stepId }: { stepId: string }) {
  const { receipts } = useGuide();
  if (!receipts) {
    return null;
  }
  return <Counts stepId={stepId} counts={receipts.get(stepId) ?? NO_RECEIPTS} />;
}

function Counts({ stepId, counts: { shown, done, failed } }: { stepId: string; counts: StepReceipts }) {
  const styles = useStyles2(getStyles);
  return (
    <Toggletip
      placement="bottom-end"
      title={<Text variant="h6">What became of this step</Text>}
      content={<Names stepId={stepId} />}
    >
      <button
        type="button"
        className={styles.receipts}
        data-testid="live-receipts"
        data-step-id={stepId}
        data-shown={shown}
        data-done={done}
        data-failed={failed}
      >
        {shown} shown · {done} done
        {failed > 0 && (
          <span className={styles.failed}>
            {' '}
            · <Icon name="exclamation-triangle" size="xs" /> {failed} failed
          </span>
        )}
      </button>
    </Toggletip>
  );
}

/** For whom it failed, why, and who has not answered; drawn anew as receipts come in. */
function Names({ stepId }: { stepId: string }) {
  const styles = useStyles2(getStyles);
  const { failed, unanswered } = useGuide().answersTo(stepId);
  if (failed.length === 0 && unanswered.length === 0) {
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
      {failed.length > 0 && (
        <>
          <h4 className={styles.heading}>Failed: {failed.length}</h4>
          <ul className={styles.list}>
            {failed.map(({ attendeeId, name, outcome, detail }) => (
              <li key={attendeeId} data-testid="live-step-failed">
                <bdi className={styles.name}>{name}</bdi>
                <span className={styles.why}>
                  {outcome}
                  {detail !== '' && <>: {detail}</>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
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

const getStyles = (theme: GrafanaTheme2) => ({
  receipts: css({
    marginLeft: 'auto',
    padding: theme.spacing(0.25, 0.75),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  failed: css({ color: theme.colors.error.text }),
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
  why: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize, overflowWrap: 'anywhere' }),
});
