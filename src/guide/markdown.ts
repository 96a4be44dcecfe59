/** A guide's Markdown as safe HTML. The author is not trusted: what is not on the list is taken out. */
import { renderMarkdown } from '@grafana/data';
import DOMPurify from 'dompurify';

const TAGS = [
  ...['p', 'br', 'hr', 'blockquote', 'pre', 'code', 'kbd', 'samp', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['strong', 'em', 'b', 'i', 'del', 's', 'sub', 'sup', 'mark', 'small', 'span', 'a', 'ul', 'ol', 'li'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'dl', 'dt', 'dd', 'details', 'summary'],
];
const ATTRIBUTES = ['href', 'title', 'align', 'start', 'colspan', 'rowspan', 'open', 'lang', 'dir'];
/** A web address, a path of this Grafana, or a place on the page; `//host` and `/\host` are neither. */
const LINK = /^(?:https?:\/\/[^/\\]|\/(?![/\\])|#)/i;

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A') {
    return;
  }
  const href = (node.getAttribute('href') ?? '').trim();
  // Browsers drop control characters inside a URL, so what was tested would not be what is opened.
  if (!LINK.test(href) || /[\u0000-\u0020\u007f]/.test(href)) {
    node.removeAttribute('href');
  } else if (/^https?:/i.test(href)) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

const OPTIONS = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ATTRIBUTES,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

export function safeHtml(markdown: string): string {
  return purifier.sanitize(renderMarkdown(markdown, { noSanitize: true }), OPTIONS);
}

/** The same as nodes, for places outside of React; null when nothing is left to read. */
export function safeNodes(markdown: string): DocumentFragment | null {
  const nodes = purifier.sanitize(renderMarkdown(markdown, { noSanitize: true }), {
    ...OPTIONS,
    RETURN_DOM_FRAGMENT: true,
  });
  return nodes.textContent?.trim() ? nodes : null;
}
