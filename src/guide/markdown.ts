/** A guide's Markdown and HTML as safe HTML. The author is not trusted: what is not on the list is taken out. */
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { openSealed, openSealedAddress } from './player/values';

const TAGS = [
  ...['p', 'br', 'hr', 'blockquote', 'pre', 'code', 'kbd', 'samp', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['strong', 'em', 'b', 'i', 'del', 's', 'sub', 'sup', 'mark', 'small', 'span', 'a', 'ul', 'ol', 'li'],
  ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'dl', 'dt', 'dd', 'details', 'summary'],
];
const ATTRIBUTES = ['href', 'title', 'align', 'start', 'colspan', 'rowspan', 'open', 'lang', 'dir'];
/** A web address, a path of this Grafana, or a place on the page; `//host` and `/\host` are neither. */
const LINK = /^(?:https?:\/\/[^/\\]|\/(?![/\\])|#)/i;

/** The address that a picture may be fetched from, or null. */
export type PictureRule = (src: string) => string | null;

export interface SafeTextOptions {
  /** Without it there are no pictures. */
  readonly pictures?: PictureRule;
  /** `html`: as written, without Markdown. */
  readonly language?: 'markdown' | 'html';
}

/**
 * Not Grafana's renderer: that one needs minutes for a few thousand characters of `[a](`. This one stays below a second
 * for the longest text that a guide may have (markdownTime.test.ts).
 */
const markdown = new MarkdownIt({ html: true, linkify: true });
// Links are judged when the result is cleaned, by a narrower rule than this one's.
markdown.validateLink = () => true;
// A name with a dot in it is no address.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const purifier = DOMPurify(window);
/** Of the text that is being cleaned; cleaning is synchronous. Pictures must be judged before their nodes join the page, where they load. */
let pictures: PictureRule | undefined;

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName === 'IMG') {
    checkPicture(node);
  }
  if (node.nodeName === 'A') {
    checkLink(node);
  }
});

function checkLink(link: Element): void {
  const href = openSealedAddress((link.getAttribute('href') ?? '').trim());
  // Browsers drop control characters inside a URL, so what was tested would not be what is opened.
  if (!LINK.test(href) || /[\u0000-\u0020\u007f]/.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('href', href);
  if (/^https?:/i.test(href)) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
}

function checkPicture(picture: Element): void {
  const src = pictures?.(picture.getAttribute('src') ?? '') ?? null;
  if (src === null) {
    picture.remove();
    return;
  }
  picture.setAttribute('src', src);
  picture.setAttribute('loading', 'lazy');
  picture.setAttribute('referrerpolicy', 'no-referrer');
  if (!picture.hasAttribute('alt')) {
    picture.setAttribute('alt', '');
  }
}

/** Not cleaned: for nothing but cleaning, and for measuring. */
export function toHtml(text: string): string {
  return markdown.render(text);
}

function clean(text: string, { pictures: rule, language = 'markdown' }: SafeTextOptions): DocumentFragment {
  pictures = rule;
  try {
    const html = language === 'html' ? text : toHtml(text);
    const nodes = purifier.sanitize(html, {
      ALLOWED_TAGS: rule ? [...TAGS, 'img'] : TAGS,
      ALLOWED_ATTR: rule ? [...ATTRIBUTES, 'src', 'alt', 'width', 'height'] : ATTRIBUTES,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      RETURN_DOM_FRAGMENT: true,
    });
    openTexts(nodes);
    return nodes;
  } finally {
    pictures = undefined;
  }
}

/** A reader's answers become text only here, after everything that could read them as markup. */
function openTexts(nodes: DocumentFragment): void {
  const texts = document.createTreeWalker(nodes, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.nodeValue = openSealed(texts.currentNode.nodeValue ?? '');
  }
  nodes.querySelectorAll('[title], [alt]').forEach((element) => {
    for (const name of ['title', 'alt']) {
      const value = element.getAttribute(name);
      if (value !== null) {
        element.setAttribute(name, openSealed(value));
      }
    }
  });
}

export function safeHtml(text: string, options: SafeTextOptions = {}): string {
  const body = document.createElement('div');
  body.append(clean(text, options));
  return body.innerHTML;
}

/** The same as nodes, for places outside of React; null when nothing is left to read. */
export function safeNodes(markdown: string): DocumentFragment | null {
  const nodes = clean(markdown, {});
  return nodes.textContent?.trim() ? nodes : null;
}
