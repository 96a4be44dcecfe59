import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { DoItButton, ShowMeButton } from './ActionButtons';
import { CopyButton } from './CopyButton';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import type { Unit } from './outline';
import { UnitCard } from './UnitCard';
import { withValues } from './values';

/** Code that can be copied, and put into an editor of the page in place of what is there. */
export function CodeCard({ unit }: { unit: Extract<Unit, { kind: 'code-block' }> }) {
  const { view } = useGuide();
  const { step } = unit;
  const code = withValues(step.targetvalue ?? '', view.variables);
  return (
    <UnitCard
      unit={unit}
      hint={step.hint}
      actions={({ blocked, complete }) => (
        <>
          <ShowMeButton unit={unit} blocked={blocked} />
          <DoItButton unit={unit} blocked={blocked} complete={complete} label="Insert" />
          <CopyButton text={code} label="Copy" testId="guide-copy" />
        </>
      )}
    >
      {step.content !== '' && <Markdown text={step.content} />}
      <Code text={code} />
    </UnitCard>
  );
}

/** Lines of code or a command, as they are. */
export function Code({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return (
    // It can be scrolled, so the keyboard must get to it.
    <pre className={styles.code} tabIndex={0} role="region" aria-label="Code">
      <code>{text}</code>
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1),
    maxHeight: 320,
    overflow: 'auto',
    whiteSpace: 'pre',
    overflowWrap: 'normal',
    wordBreak: 'normal',
    fontSize: theme.typography.code.fontSize,
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    code: {
      whiteSpace: 'pre',
      padding: 0,
      background: 'none',
      border: 'none',
      fontFamily: theme.typography.fontFamilyMonospace,
    },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
});
