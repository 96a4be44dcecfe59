import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { Guide, GuideStep } from '../../guide/model';
import { nameOfStep } from '../../guide/nameOfStep';
import type { ReceiptOutcome } from '../../protocol/messages';
import type { LastEvent } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { usePathname } from '../usePathname';
import { useView } from '../useView';

/** What is worth saying about the newest step; when it went well the page itself shows it. */
const WORDS: Partial<Record<ReceiptOutcome, (step: string) => string>> = {
  failed: (step) => `${step} could not be shown or done here`,
  'needs-input': (step) => `${step} needs something from you: look at it in the guide`,
  interrupted: (step) => `${step} was interrupted. Look whether it was done, and do it yourself if not`,
  unsupported: () => 'What the presenter did last is not supported here. You can follow on their screen',
};

/** For an attendee: which step did not work here and why, and where the presenter is when that is another page. */
export function LastNote({ last, presenterName }: { last: LastEvent; presenterName: string }) {
  const styles = useStyles2(getStyles);
  const { guides, goToPage } = useLiveApp();
  const { tabs } = useView(guides);
  const tab = tabs.find(({ id }) => id === last.step?.guideId);
  const step = tab?.state === 'ready' ? stepIn(tab.guide, last) : null;
  const away = useElsewhere(last, step);
  // The guide's own panel says that it is not here.
  const hasNoGuide = tab?.state === 'failed';
  const words = hasNoGuide ? undefined : WORDS[last.outcome]?.(step ? `“${nameOfStep(step)}”` : 'The last step');
  const asks = away !== null && !hasNoGuide && (last.outcome === 'failed' || last.outcome === 'skipped');
  if (!words && !asks) {
    return null;
  }
  return (
    <div className={styles.note} role="status" data-testid="live-last-note">
      <Icon name={words ? 'exclamation-triangle' : 'compass'} className={styles.icon} />
      <div className={styles.text}>
        {words && (
          <div>
            {words}
            {last.outcome === 'failed' && last.detail !== '' && `: ${last.detail}`}.
          </div>
        )}
        {asks && (
          <div className={styles.page}>
            <span>
              {presenterName} is on the page <code className={styles.path}>{away}</code>.
            </span>
            <Button size="sm" variant="secondary" data-testid="live-open-page" onClick={() => void goToPage(away)}>
              Open the page
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function stepIn({ steps }: Guide, { step }: LastEvent): GuideStep | null {
  return steps.find(({ id }) => id === step?.stepId) ?? null;
}

/** The presenter's page, when it is another than this; where a step leads that only goes to another page. */
function useElsewhere({ page }: LastEvent, step: GuideStep | null): string | null {
  const here = usePathname();
  const leads = step?.action === 'navigate' && step.reftarget?.startsWith('/') ? step.reftarget : null;
  const there = leads ?? page?.path ?? null;
  return there === null || bare(there) === bare(here) ? null : there;
}

const bare = (path: string) => path.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1');

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ ...theme.typography.bodySmall, display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  icon: css({ flexShrink: 0, marginTop: theme.spacing(0.25), color: theme.colors.warning.text }),
  text: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
  page: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  path: css({ margin: 0, overflowWrap: 'anywhere' }),
});
