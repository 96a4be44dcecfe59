import { css } from '@emotion/css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { safeHtml } from '../markdown';
import { CopyIcon } from './CopyIcon';
import { useGuide } from './GuideContext';
import { mediaAddress } from './media';
import { sealValues } from './values';

interface Props {
  text: string;
  language?: 'markdown' | 'html';
}

interface Fence {
  readonly place: HTMLElement;
  readonly code: string;
}

const NO_FENCES: readonly Fence[] = [];

/** Text of a guide, with the reader's answers in it; fenced code can be copied, links into Grafana stay in it. */
export function Markdown({ text, language = 'markdown' }: Props) {
  const styles = useStyles2(getStyles);
  const { player, view, followLink } = useGuide();
  const { baseUrl } = player.guide;
  const html = useMemo(
    () => safeHtml(sealValues(text, view.variables), { language, pictures: (src) => mediaAddress(src, baseUrl) }),
    [text, view.variables, language, baseUrl]
  );
  return <CleanText key={html} html={html} className={styles.text} followLink={followLink} />;
}

interface CleanTextProps {
  html: string;
  className: string;
  followLink: (route: string) => boolean;
}

/** Made anew for another text: what React puts beside fenced code is in the text's own elements. */
function CleanText({ html, className, followLink }: CleanTextProps) {
  const [fences, setFences] = useState(NO_FENCES);
  const [content] = useState(() => ({ __html: html }));
  const text = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const found = Array.from(text.current?.querySelectorAll('pre') ?? [], (pre): Fence => {
      const code = (pre.textContent ?? '').replace(/\n$/, '');
      const place = document.createElement('span');
      pre.append(place);
      return { place, code };
    });
    setFences(found.length === 0 ? NO_FENCES : found);
    return () => found.forEach(({ place }) => place.remove());
  }, []);

  useEffect(() => {
    const root = text.current;
    const follow = (event: MouseEvent) => {
      const href = event.target instanceof Element ? event.target.closest('a[href]')?.getAttribute('href') : null;
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (isPlain && href?.startsWith('/')) {
        event.preventDefault();
        followLink(href);
      }
    };
    root?.addEventListener('click', follow);
    return () => root?.removeEventListener('click', follow);
  }, [followLink]);

  return (
    <div className={className}>
      <div ref={text} dangerouslySetInnerHTML={content} />
      {fences.map(({ place, code }, index) => createPortal(<CopyIcon text={code} what="code" />, place, String(index)))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    overflowWrap: 'anywhere',
    '& > div > *:last-child': { marginBottom: 0 },
    'p, ul, ol, pre, table, blockquote, dl, details': { margin: theme.spacing(0, 0, 1, 0) },
    'ul, ol': { paddingLeft: theme.spacing(3) },
    'h1, h2, h3, h4, h5, h6': { margin: theme.spacing(1, 0, 0.5), fontSize: theme.typography.h5.fontSize },
    a: { color: theme.colors.text.link, textDecoration: 'underline' },
    img: { maxWidth: '100%', height: 'auto', borderRadius: theme.shape.radius.default },
    blockquote: {
      padding: theme.spacing(0.5, 0, 0.5, 1.5),
      borderLeft: `3px solid ${theme.colors.border.medium}`,
      color: theme.colors.text.secondary,
      fontSize: 'inherit',
    },
    'blockquote p': { fontSize: 'inherit' },
    code: {
      padding: theme.spacing(0.25, 0.5),
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.code.fontSize,
      background: theme.colors.background.canvas,
      borderRadius: theme.shape.radius.default,
    },
    pre: {
      position: 'relative',
      padding: theme.spacing(1, 5, 1, 1),
      overflowX: 'auto',
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
      background: theme.colors.background.canvas,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      '& > span': { position: 'absolute', top: theme.spacing(0.5), right: theme.spacing(0.5) },
    },
    'pre code': { padding: 0, background: 'none' },
    table: { display: 'block', overflowX: 'auto', borderCollapse: 'collapse' },
    'th, td': {
      padding: theme.spacing(0.5, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
    },
  }),
});
