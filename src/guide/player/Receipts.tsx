import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useGuide, type StepReceipts } from './GuideContext';

const NO_RECEIPTS: StepReceipts = { shown: 0, done: 0, failed: 0 };

/** What became of a step at the attendees; nothing where no session is presented. */
export function Receipts({ stepId }: { stepId: string }) {
  const styles = useStyles2(getStyles);
  const { receipts } = useGuide();
  if (!receipts) {
    return null;
  }
  const { shown, done, failed } = receipts.get(stepId) ?? NO_RECEIPTS;
  return (
    <span
      className={styles.receipts}
      data-testid="live-receipts"
      data-step-id={stepId}
      data-shown={shown}
      data-done={done}
      data-failed={failed}
    >
      {shown} shown · {done} done
      {failed > 0 && <span className={styles.failed}> · {failed} failed</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  receipts: css({
    marginLeft: 'auto',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  failed: css({ color: theme.colors.error.text }),
});
