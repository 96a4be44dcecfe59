import { css, cx } from '@emotion/css';
import { useId, useState, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { useGuide } from './GuideContext';
import { STICKS } from './bringIntoView';
import { jumpTo, placeOf, PLACE_ATTRIBUTE } from './jump';
import { holdsStep, type SectionLike, type SectionStanding } from './outline';
import type { SectionRun } from './playerState';

interface Props {
  readonly section: SectionLike;
  readonly children: ReactNode;
}

/** A section with its progress, folded away when it is complete, and "Do section". */
export function SectionPart({ section, children }: Props) {
  const styles = useStyles2(getStyles);
  const { player, view, activeStepId } = useGuide();
  const standing = view.outline.sections.get(section) ?? EMPTY;
  const run = view.run?.section === section ? view.run : null;
  const headingId = useId();
  const contentId = useId();

  // What the reader chose holds until the section becomes complete, or is no longer.
  const [chosen, setChosen] = useState<{ open: boolean; when: boolean } | null>(null);
  const { standings } = view.outline;
  const holdsActive =
    activeStepId !== null &&
    standing.units.map((id) => standings.get(id)).some((one) => one && holdsStep(one.unit, activeStepId));
  // Whoever has just answered is to see that it was right.
  const justAnswered = standing.units.some((id) => view.attempts.has(id));
  const unfolds = !(standing.complete && (section.autoCollapse ?? true)) || holdsActive || justAnswered || run !== null;
  const open = chosen?.when === standing.complete ? chosen.open : unfolds;
  const blocked = (view.unmet.get(section)?.length ?? 0) > 0;

  return (
    <section aria-labelledby={headingId} className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.heading}>
          <button
            type="button"
            id={headingId}
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={contentId}
            aria-label={section.title || 'Section'}
            onClick={() => setChosen({ open: !open, when: standing.complete })}
            {...{ [PLACE_ATTRIBUTE]: placeOf.section(section) }}
          >
            <Icon name={open ? 'angle-down' : 'angle-right'} />
            <span className={styles.title}>{section.title || 'Section'}</span>
          </button>
        </h3>
        {standing.total > 0 && (
          <span className={cx(styles.count, standing.complete && styles.complete)} data-testid="guide-section-progress">
            {standing.complete && <Icon name="check-circle" size="sm" title="Section complete" />}
            {standing.done} of {standing.total}
          </span>
        )}
      </div>
      <div id={contentId} hidden={!open}>
        {open && (
          <>
            {standing.total > 0 && (
              <div className={cx(styles.run, run && styles.kept)} {...(run && { [STICKS]: '' })}>
                {run ? (
                  <RunControls run={run} />
                ) : (
                  <Button
                    size="sm"
                    variant="secondary"
                    icon="play"
                    disabled={standing.complete || blocked}
                    onClick={() => player.runSection(section)}
                    data-testid="guide-do-section"
                  >
                    Do section
                  </Button>
                )}
              </div>
            )}
            {children}
          </>
        )}
      </div>
    </section>
  );
}

function RunControls({ run }: { run: SectionRun }) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const { done, total } = view.outline.sections.get(run.section) ?? EMPTY;
  const words = {
    running: `Doing step ${Math.min(done + 1, total)} of ${total}.`,
    waiting: `Waiting for you at step ${Math.min(done + 1, total)} of ${total}. ${run.why ?? ''} Then it goes on by itself.`,
    paused: `Paused at step ${Math.min(done + 1, total)} of ${total}.${run.why ? ` ${run.why}` : ''}`,
    stopped: `Stopped at step ${Math.min(done + 1, total)} of ${total}: ${run.why ?? ''}.`,
  }[run.state];
  return (
    <div className={styles.controls} data-testid="guide-section-run" data-state={run.state}>
      <div className={styles.bar} aria-hidden>
        <div className={styles.filled} style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} />
      </div>
      <span role="status" className={cx(run.state === 'stopped' && styles.stopped)}>
        {words}
      </span>
      <div className={styles.buttons}>
        {run.state === 'running' && (
          <Button size="sm" variant="secondary" icon="pause" onClick={() => player.pauseSection()}>
            Pause
          </Button>
        )}
        {run.state === 'waiting' && (
          <Button size="sm" icon="arrow-down" onClick={() => jumpTo(placeOf.unit(run.unitId))}>
            Go to it
          </Button>
        )}
        {(run.state === 'paused' || run.state === 'stopped') && (
          <Button size="sm" icon="play" onClick={() => player.resumeSection()}>
            {run.state === 'stopped' ? 'Try again' : 'Resume'}
          </Button>
        )}
        <Button size="sm" variant="secondary" fill="text" onClick={() => player.cancel()}>
          Stop
        </Button>
      </div>
    </div>
  );
}

const EMPTY: SectionStanding = { units: [], done: 0, total: 0, complete: false };

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ paddingTop: theme.spacing(0.5) }),
  head: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    marginBottom: theme.spacing(1.5),
  }),
  heading: css({ flex: 1, minWidth: 0, margin: 0, fontSize: theme.typography.h5.fontSize }),
  toggle: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    width: '100%',
    padding: theme.spacing(0.75, 0),
    font: 'inherit',
    textAlign: 'left',
    background: 'none',
    border: 'none',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  title: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  count: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flexShrink: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  complete: css({ color: theme.colors.success.text }),
  run: css({ marginBottom: theme.spacing(1.5) }),
  // Pause and Stop stay at hand while what runs is further down.
  kept: css({ position: 'sticky', top: 0, zIndex: 1, background: theme.colors.background.primary }),
  controls: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.primary.border}`,
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  bar: css({ height: 4, background: theme.colors.background.secondary, borderRadius: theme.shape.radius.pill }),
  filled: css({
    height: '100%',
    background: theme.colors.primary.main,
    borderRadius: theme.shape.radius.pill,
    [theme.transitions.handleMotion('no-preference')]: { transition: 'width 200ms' },
  }),
  stopped: css({ color: theme.colors.error.text }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
