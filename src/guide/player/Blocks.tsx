import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Block } from '../model';
import { CodeCard } from './CodeCard';
import { GroupCard } from './GroupCard';
import { GrotGuide } from './GrotGuide';
import { useGuide } from './GuideContext';
import { ChallengeCard, TerminalCard, TerminalConnect } from './HandCards';
import { InputPart } from './InputPart';
import { Markdown } from './Markdown';
import { FilmPart, Picture } from './MediaParts';
import { shownBranch, unitOf, type BlockOf, type Unit } from './outline';
import { QuizCard } from './QuizCard';
import { SectionPart } from './SectionPart';
import { StepCard } from './StepCard';

export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.blocks}>
      {blocks.map((block, index) => (
        <OneBlock key={unitOf(block)?.id ?? index} block={block} />
      ))}
    </ul>
  );
}

/** One part of a guide, as a list item. */
function OneBlock({ block }: { block: Block }) {
  const unit = unitOf(block);
  if (unit) {
    return <OneUnit unit={unit} />;
  }
  switch (block.kind) {
    case 'markdown':
    case 'html':
      return (
        <li>
          <Markdown text={block.content} language={block.kind} />
        </li>
      );
    case 'image':
      return (
        <li>
          <Picture block={block} />
        </li>
      );
    case 'video':
      return (
        <li>
          <FilmPart block={block} />
        </li>
      );
    case 'collapsible':
      return <Collapsible block={block} />;
    case 'section':
      return (
        <li>
          <SectionPart section={block}>
            <Blocks blocks={block.blocks} />
          </SectionPart>
        </li>
      );
    case 'conditional':
      return <Conditional block={block} />;
    case 'group':
      return (
        <li>
          <Blocks blocks={block.blocks} />
        </li>
      );
    case 'input':
      return <InputPart block={block} />;
    case 'terminal-connect':
      return <TerminalConnect block={block} />;
    case 'grot-guide':
      return <GrotGuide block={block} />;
    default:
      return null;
  }
}

function OneUnit({ unit }: { unit: Unit }) {
  switch (unit.kind) {
    case 'step':
      return <StepCard unit={unit} />;
    case 'multistep':
    case 'guided':
      return <GroupCard unit={unit} />;
    case 'code-block':
      return <CodeCard unit={unit} />;
    case 'quiz':
      return <QuizCard unit={unit} />;
    case 'input':
      return <InputPart block={unit.block} />;
    case 'terminal':
      return <TerminalCard unit={unit} />;
    case 'challenge':
      return <ChallengeCard unit={unit} />;
  }
}

/** Nothing is drawn while it is not known which branch is to be. */
function Conditional({ block }: { block: BlockOf<'conditional'> }) {
  const { view } = useGuide();
  const branch = shownBranch(block, view.branches);
  if (!branch || branch.blocks.length === 0) {
    return null;
  }
  return (
    <li>
      {block.display === 'section' ? (
        <SectionPart section={branch}>
          <Blocks blocks={branch.blocks} />
        </SectionPart>
      ) : (
        <Blocks blocks={branch.blocks} />
      )}
    </li>
  );
}

function Collapsible({ block }: { block: BlockOf<'collapsible'> }) {
  const styles = useStyles2(getStyles);
  return (
    <li>
      <details open={!block.collapsed} className={styles.collapsible}>
        <summary className={styles.summary}>
          <Icon name="angle-right" className={styles.arrow} />
          {block.title}
        </summary>
        <div className={styles.inside}>
          <Blocks blocks={block.blocks} />
        </div>
      </details>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  blocks: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '& > li': { listStyle: 'none' },
  }),
  collapsible: css({
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '&[open] > summary svg': { transform: 'rotate(90deg)' },
  }),
  summary: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    cursor: 'pointer',
    fontWeight: theme.typography.fontWeightMedium,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  arrow: css({ flexShrink: 0 }),
  inside: css({ padding: theme.spacing(0, 1.5, 1.5) }),
});
