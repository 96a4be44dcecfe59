import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { Block, Guide, GuideStep } from '../model';
import type { StepConditions, StepRunner } from '../StepRunner';
import { Markdown } from './Markdown';
import { StepCard, type StepReceipts } from './StepCard';
import { usePlayer, type ActionKind, type Player } from './usePlayer';

export interface GuidePlayerProps {
  readonly guide: Guide;
  readonly runner: StepRunner;
  /** Without it requirements are not looked at. */
  readonly conditions?: StepConditions;
  /** A button was pressed; fires before the step runs. */
  readonly onAction?: (kind: ActionKind, step: GuideStep) => void;
  /** By step id; given while presenting. */
  readonly receipts?: ReadonlyMap<string, StepReceipts>;
  /** The step that the session is at. */
  readonly activeStepId?: string | null;
  /** The title, which can take the focus. */
  readonly onTitle?: (title: HTMLElement | null) => void;
}

/** A guide to read and to run. Remounts itself for another guide. */
export function GuidePlayer(props: GuidePlayerProps) {
  return <OneGuide key={props.guide.id} {...props} />;
}

function OneGuide({ onTitle, ...props }: GuidePlayerProps) {
  const { guide, runner, onAction } = props;
  const styles = useStyles2(getStyles);
  const player = usePlayer(guide, runner, onAction);
  const complete = guide.steps.filter(({ id }) => player.standings.get(id)?.complete).length;
  return (
    <article className={styles.guide}>
      <header>
        <h2 ref={onTitle} tabIndex={-1} className={styles.title} data-testid="guide-title">
          {guide.title}
        </h2>
        {guide.steps.length > 0 && (
          <div className={styles.progress}>
            <span role="status">
              {complete} of {guide.steps.length} steps done
            </span>
            {complete > 0 && (
              <Button size="sm" fill="text" variant="secondary" onClick={player.restart}>
                Start over
              </Button>
            )}
          </div>
        )}
      </header>
      <Blocks blocks={guide.blocks} player={player} {...props} />
    </article>
  );
}

function Blocks({ blocks, ...rest }: GuidePlayerProps & { blocks: readonly Block[]; player: Player }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.blocks}>
      {blocks.map((block, index) => (
        <OneBlock key={block.kind === 'step' ? block.step.id : index} block={block} {...rest} />
      ))}
    </ul>
  );
}

function OneBlock({ block, ...rest }: GuidePlayerProps & { block: Block; player: Player }) {
  const styles = useStyles2(getStyles);
  switch (block.kind) {
    case 'markdown':
      return (
        <li>
          <Markdown text={block.content} />
        </li>
      );
    case 'section':
      return (
        <li>
          <section aria-label={block.title || 'Section'}>
            {block.title !== '' && <h3 className={styles.section}>{block.title}</h3>}
            <Blocks blocks={block.blocks} {...rest} />
          </section>
        </li>
      );
    case 'step':
      return (
        <StepCard
          step={block.step}
          standing={rest.player.standings.get(block.step.id) ?? { complete: false, waits: false }}
          player={rest.player}
          conditions={rest.conditions}
          receipts={rest.receipts ? (rest.receipts.get(block.step.id) ?? NO_RECEIPTS) : null}
          active={rest.activeStepId === block.step.id}
        />
      );
    default:
      return (
        <li className={styles.unsupported}>
          {'content' in block && <Markdown text={block.content} />}
          <small>This part of the guide ({block.kind}) cannot be run here yet.</small>
        </li>
      );
  }
}

const NO_RECEIPTS: StepReceipts = { shown: 0, done: 0, failed: 0 };

const getStyles = (theme: GrafanaTheme2) => ({
  guide: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  title: css({
    margin: 0,
    fontSize: theme.typography.h4.fontSize,
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  progress: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: theme.spacing(theme.components.height.sm),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  blocks: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '& > li': { listStyle: 'none' },
  }),
  section: css({ margin: theme.spacing(1, 0), fontSize: theme.typography.h5.fontSize }),
  unsupported: css({ color: theme.colors.text.secondary }),
});
