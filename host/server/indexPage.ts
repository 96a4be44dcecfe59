/** What the page finds as `window.demoBoot`; who is looking is chosen in the browser, for each tab. */
export interface DemoBoot {
  settings: object;
  /** Why the plugin cannot be loaded, or null. */
  pluginProblem: string | null;
  /** Pages of the plugin that its plugin.json wants in the menu. */
  appPages: readonly AppPage[];
}

export interface AppPage {
  text: string;
  /** In-app path. */
  url: string;
  role: 'Viewer' | 'Editor' | 'Admin';
}

/** JSON that may stand inside a script element: no `<` ends the element, no line separator ends a string. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

const attribute = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Grafana's index page: boot data, then the shell's first module. `version` names the bundle in its addresses. */
export function indexPage(options: {
  boot: DemoBoot;
  appSubUrl: string;
  version: string;
  nonce: string | null;
}): string {
  const { boot, appSubUrl, version, nonce } = options;
  const root = attribute(`${appSubUrl}/`);
  const stamp = encodeURIComponent(version);
  const mark = nonce === null ? '' : ` nonce="${attribute(nonce)}"`;
  return `<!doctype html>
<html lang="en-US" dir="ltr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="theme-color" content="#000" />
    <title>Grafana</title>
    <base href="${root}" />
    <link rel="icon" href="public/build/img/icons/mono/grafana.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="public/build/boot.css?v=${stamp}" />
  </head>
  <body class="theme-dark app-grafana">
    <div id="reactRoot"></div>
    <script${mark}>window.demoBoot = JSON.parse(${scriptJson(JSON.stringify(boot))});</script>
    <script${mark} type="module" src="public/build/boot.js?v=${stamp}"></script>
  </body>
</html>
`;
}
