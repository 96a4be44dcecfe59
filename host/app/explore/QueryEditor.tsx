import { css } from '@emotion/css';
import { useEffect, useRef } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { ReactMonacoEditor, useStyles2, type MonacoEditor } from '@grafana/ui';
import { PROMQL, registerPromql } from './promql';

/** Pixels: one line of the editor, and the most that it grows to. */
const HEIGHT = { line: 32, most: 180 } as const;

interface QueryEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** Shift+Enter, as in Grafana. */
  onRun: () => void;
}

/** The query field of the Prometheus data source: a real Monaco editor that grows with its text. */
export function QueryEditor({ value, onChange, onRun }: QueryEditorProps) {
  const styles = useStyles2(getStyles);
  const container = useRef<HTMLDivElement>(null);
  const run = useRef(onRun);
  useEffect(() => {
    run.current = onRun;
  }, [onRun]);

  const fit = (editor: MonacoEditor) => {
    const height = Math.min(Math.max(editor.getContentHeight(), HEIGHT.line), HEIGHT.most);
    if (container.current) {
      container.current.style.height = `${height}px`;
      editor.layout();
    }
  };
  return (
    <div
      ref={container}
      className={styles.field}
      data-testid={selectors.components.QueryField.container}
      aria-label={selectors.components.QueryField.container}
    >
      <ReactMonacoEditor
        value={value}
        language={PROMQL}
        height="100%"
        options={{
          codeLens: false,
          contextmenu: false,
          fixedOverflowWidgets: true,
          folding: false,
          fontSize: 14,
          lineDecorationsWidth: 8,
          lineNumbers: 'off',
          minimap: { enabled: false },
          overviewRulerBorder: false,
          overviewRulerLanes: 0,
          padding: { top: 4, bottom: 5 },
          renderLineHighlight: 'none',
          scrollBeyondLastLine: false,
          wordWrap: 'on',
          automaticLayout: true,
        }}
        beforeMount={registerPromql}
        onChange={(next) => onChange(next ?? '')}
        onMount={(editor, monaco) => {
          editor.onDidContentSizeChange(() => fit(editor));
          fit(editor);
          editor.addCommand(monaco.KeyMod.Shift | monaco.KeyCode.Enter, () => run.current());
        }}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({
    flexGrow: 1,
    minWidth: 0,
    height: HEIGHT.line,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
});
