import './base.css';
import { bootDataFor } from './bootData';
import { chooseLogin, chooseTheme } from './identity';

const { search } = window.location;
const base = new URL(document.baseURI).pathname;

window.__grafana_public_path__ = `${base}public/`;
window.MonacoEnvironment = {
  globalAPI: true,
  getWorkerUrl: (_moduleId, label) => `${base}public/build/workers/${label === 'json' ? 'json' : 'editor'}.worker.js`,
};
window.grafanaBootData = bootDataFor(
  chooseLogin(search, window.sessionStorage, document.cookie),
  chooseTheme(search, window.sessionStorage),
  window.demoBoot.settings
);

// @grafana/runtime reads the boot data while it is imported, so nothing that imports it may stand above.
void import('./main').then(({ start }) => start());
