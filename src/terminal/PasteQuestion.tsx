import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { pasteLines } from './pasting';

export interface PasteQuestionProps {
  text: string;
  onAnswer: (paste: boolean) => void;
}

/** Before several lines go to a shell that would run each at once. The focus is on the harmless answer. */
export function PasteQuestion({ text, onAnswer }: PasteQuestionProps) {
  const styles = useStyles2(getStyles);
  const { question, shown } = pasteLines(text);
  return (
    <div className={styles.question} data-testid="live-terminal-paste">
      <Alert severity="warning" title={question} bottomSpacing={0}>
        <Stack direction="column" gap={1}>
          <Text variant="bodySmall">The program in the terminal may run each line as soon as it is there.</Text>
          <pre className={styles.lines} tabIndex={0} aria-label="What would be pasted">
            {shown}
          </pre>
          <Stack gap={1}>
            <Button size="sm" variant="secondary" autoFocus onClick={() => onAnswer(false)}>
              Cancel
            </Button>
            <Button size="sm" data-testid="live-terminal-paste-confirm" onClick={() => onAnswer(true)}>
              Paste
            </Button>
          </Stack>
        </Stack>
      </Alert>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // An alert grows with what is around it.
  question: css({ flex: 'none' }),
  lines: css({
    ...theme.typography.bodySmall,
    fontFamily: theme.typography.fontFamilyMonospace,
    margin: 0,
    maxHeight: theme.spacing(16),
    overflow: 'auto',
  }),
});
