import { css } from '@emotion/css';
import { useMemo } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { safeHtml } from '../markdown';

/** Text of a guide. */
export function Markdown({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  const html = useMemo(() => ({ __html: safeHtml(text) }), [text]);
  return <div className={styles.text} dangerouslySetInnerHTML={html} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    overflowWrap: 'anywhere',
    '& > *:last-child': { marginBottom: 0 },
    'p, ul, ol, pre, table, blockquote': { margin: theme.spacing(0, 0, 1, 0) },
    'ul, ol': { paddingLeft: theme.spacing(3) },
    'h1, h2, h3, h4, h5, h6': { margin: theme.spacing(1, 0, 0.5), fontSize: theme.typography.h5.fontSize },
    a: { color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } },
    code: {
      padding: theme.spacing(0.25, 0.5),
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.code.fontSize,
      background: theme.colors.background.canvas,
      borderRadius: theme.shape.radius.default,
    },
    pre: {
      padding: theme.spacing(1),
      overflowX: 'auto',
      background: theme.colors.background.canvas,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
    },
    'pre code': { padding: 0, background: 'none' },
    'th, td': {
      padding: theme.spacing(0.5, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
    },
  }),
});
