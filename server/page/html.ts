/** What the server's pages have in common as HTML, and their refusals. Pure. */

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export interface Shell {
  title: string;
  /** Where the page's files are, with a slash at its end. */
  assets: string;
  /** HTML. */
  body: string;
  /** Whether the page's script is loaded. */
  hasScript: boolean;
}

export function htmlShell({ title, assets, body, hasScript }: Shell): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${assets}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}page.css">
${hasScript ? `<script type="module" src="${assets}page.js"></script>\n` : ''}</head>
<body>
${body}
</body>
</html>
`;
}

/** A page that says what is wrong and what to do. */
export function refusalShell(assets: string, title: string, text: string): string {
  const body = `<main class="refusal"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main>`;
  return htmlShell({ title, assets, body, hasScript: false });
}
