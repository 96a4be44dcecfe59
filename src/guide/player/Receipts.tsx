import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Text, Toggletip, useStyles2 } from '@grafana/ui';
import { AnswerNames } from './AnswerNames';
import { useGuide, type StepReceipts } from './GuideContext';

const NO_RECEIPTS: StepReceipts = { shown: 0, done: 0, asked: 0, declined: 0, failed: 0 };

/** What became of a step at the attendees; nothing where no session is presented. */
export function Receipts({ stepId }: { stepId: string }) {
  const { receipts } = useGuide();
  if (!receipts) {
    return null;
  }
  return <Counts stepId={stepId} counts={receipts.get(stepId) ?? NO_RECEIPTS} />;
}

function Counts({
  stepId,
  counts: { shown, done, asked, declined, failed },
}: {
  stepId: string;
  counts: StepReceipts;
}) {
  const styles = useStyles2(getStyles);
  return (
    <Toggletip
      placement="bottom-end"
      title={<Text variant="h6">What became of this step</Text>}
      content={<AnswerNames stepId={stepId} />}
    >
      <button
        type="button"
        className={styles.receipts}
        data-testid="live-receipts"
        data-step-id={stepId}
        data-shown={shown}
        data-done={done}
        data-asked={asked}
        data-declined={declined}
        data-failed={failed}
      >
        {shown} shown · {done} done
        {asked > 0 && ` · ${asked} being asked`}
        {declined > 0 && ` · ${declined} declined`}
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
});
