/** The terminal's page as HTML, and its refusals. Pure. */
export interface PageFile {
  type: string;
  body: Uint8Array;
}

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const shell = (title: string, head: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/page.css">
${head}</head>
<body>
${body}
</body>
</html>
`;

/** The page of every session; which one it is, it reads from its address. */
export function terminalPage(needsKey: boolean): string {
  return shell(
    'Shared terminal',
    '<script src="/assets/page.js" defer></script>\n',
    `<main id="terminal" data-key="${needsKey ? 'needed' : 'none'}"></main>\n<noscript>The shared terminal needs JavaScript.</noscript>`
  );
}

/** A page that says what is wrong and what to do. */
export function refusalPage(title: string, text: string): string {
  return shell(escape(title), '', `<main class="refusal"><h1>${escape(title)}</h1><p>${escape(text)}</p></main>`);
}
