import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { MarkDoneButton } from './ActionButtons';
import { Code } from './CodeCard';
import { CopyButton } from './CopyButton';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import type { BlockOf, Unit } from './outline';
import { UnitCard } from './UnitCard';
import { withValues } from './values';

/** A command for the reader's own terminal: shown and copied, never run. */
export function TerminalCard({ unit }: { unit: Extract<Unit, { kind: 'terminal' }> }) {
  const { view } = useGuide();
  const { content, command, hint } = unit.block;
  const text = withValues(command, view.variables);
  return (
    <UnitCard
      unit={unit}
      hint={hint}
      advisory
      actions={({ blocked, complete }) => (
        <>
          <CopyButton text={text} label="Copy command" testId="guide-copy" />
          {!complete && <MarkDoneButton unit={unit} blocked={blocked} />}
        </>
      )}
    >
      <Markdown text={content} />
      <Code text={text} />
    </UnitCard>
  );
}

/** Where a guide would open a terminal of a service that is not here. */
export function TerminalConnect({ block }: { block: BlockOf<'terminal-connect'> }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.plain}>
      <Markdown text={block.content} />
      <p className={styles.note}>
        Use a terminal of your own: this guide’s sandbox is a service that is not part of this Grafana.
      </p>
    </li>
  );
}

export function ChallengeCard({ unit }: { unit: Extract<Unit, { kind: 'challenge' }> }) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const { title, brief, commands, hintLevels, mode, hint } = unit.block;
  const [hints, setHints] = useState(0);
  const setup = commands.map((command) => withValues(command, view.variables)).join('\n');
  return (
    <UnitCard
      unit={unit}
      hint={hint}
      advisory
      actions={({ blocked, complete }) => (
        <>
          {!complete && mode === 'standard' && (
            <Button size="sm" disabled={blocked} onClick={() => void player.check(unit)} data-testid="guide-check">
              Check my work
            </Button>
          )}
          {!complete && <MarkDoneButton unit={unit} blocked={blocked} />}
          {hints < hintLevels.length && (
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              icon="question-circle"
              onClick={() => setHints(hints + 1)}
            >
              {hints === 0 ? 'Show a hint' : 'Show another hint'}
            </Button>
          )}
          {setup !== '' && <CopyButton text={setup} label="Copy commands" testId="guide-copy" />}
        </>
      )}
      foot={
        hints > 0 && (
          <ol className={styles.hints} aria-label="Hints">
            {hintLevels.slice(0, hints).map((text, index) => (
              <li key={index}>
                <Markdown text={text} />
              </li>
            ))}
          </ol>
        )
      }
    >
      <h4 className={styles.title}>{title}</h4>
      <Markdown text={brief} />
      {setup !== '' && <Code text={setup} />}
    </UnitCard>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  plain: css({ listStyle: 'none' }),
  note: css({
    margin: theme.spacing(1, 0, 0),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  title: css({ margin: theme.spacing(0, 0, 0.5), fontSize: theme.typography.h5.fontSize }),
  hints: css({ margin: 0, paddingLeft: theme.spacing(3) }),
});
