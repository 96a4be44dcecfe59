/** What a browser shows where an address was refused. Pure. */

export function refusalPage(sentence: string, host: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not opened</title>
<style>body{font:16px/1.5 sans-serif;max-width:36em;margin:15vh auto;padding:0 1em;color:#222;background:#fff}
code{word-break:break-all}</style>
<h1>This address was not opened</h1><p>${escaped(sentence)}</p><p><code>${escaped(host)}</code></p></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
