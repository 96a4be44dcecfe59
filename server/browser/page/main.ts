/** The shared browser's page. */
import './noEval';
import './page.css';
import { readAddress, withoutSecrets } from './address';
import { App } from './App';
import { talkToFramer } from './embedding';
import { Memory } from './Memory';
import { canDecodeVideo } from './Painter';

async function main(root: HTMLElement): Promise<void> {
  const { location, history } = window;
  // They are named from here, and the page's address will change.
  document.querySelectorAll('link').forEach((link) => (link.href = String(link.href)));
  const address = readAddress(location);
  if (location.hash !== '') {
    history.replaceState(null, '', withoutSecrets(location.pathname, location.search));
  }
  const theme = (name: 'light' | 'dark') => (document.documentElement.dataset.theme = name);
  if (address.theme) {
    theme(address.theme);
  }
  root.classList.toggle('embedded', address.isEmbedded);
  const hasVideo = await canDecodeVideo();
  const tell = talkToFramer(address.isEmbedded ? (root.dataset.origins ?? '').split(' ') : [], (message) => {
    if (message.type === 'live-browser:theme') {
      theme(message.theme);
    } else {
      app.enter(message.shareCode, message.token, false);
    }
  });
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const app = new App({ root, address, memory: new Memory(), hasVideo, isMac, tell });
  app.start();
}

const root = document.getElementById('browser');
if (root) {
  void main(root);
}
