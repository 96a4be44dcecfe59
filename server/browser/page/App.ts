/** Before and after a visit: start, join, key, waiting, over. */
import { normaliseCode } from '../../../src/protocol/shareCode';
import { BROWSER_PAGE_PATH } from '../../../src/protocol/browserApi';
import type { FromBrowserFrame } from '../../../src/protocol/browserFrame';
import { make } from '../../page/dom';
import type { Address } from './address';
import { BrowserApi, type Refusal } from './api';
import { joinForm, keyForm, overCard, startForm, waitingCard, type EnterCalls } from './forms';
import type { Memory } from './Memory';
import { Visit } from './Visit';
import { addressOf } from './webAddress';
import { failureWords, overWords, type Over } from './words';

export interface AppDeps {
  root: HTMLElement;
  address: Address;
  memory: Memory;
  hasVideo: boolean;
  isMac: boolean;
  tell(message: FromBrowserFrame): void;
}

interface Wanted {
  name: string;
  startUrl: string;
}

export class App {
  private readonly api: BrowserApi;
  private visit: Visit | null = null;
  private wanted: Wanted;
  private asking: AbortController | null = null;
  private readonly calls: EnterCalls = {
    create: (name, startUrl) => {
      this.wanted = { name: name.trim(), startUrl };
      void this.create();
    },
    join: (name, typed) => void this.join(name.trim(), typed),
    useKey: (key) => {
      this.deps.memory.key = key === '' ? null : key;
      void this.create();
    },
    start: () => this.showStart(''),
  };

  constructor(private readonly deps: AppDeps) {
    this.api = new BrowserApi(deps.address.base);
    this.wanted = { name: deps.memory.name, startUrl: '' };
  }

  start(): void {
    const { address, memory } = this.deps;
    const { code, isEmbedded } = address;
    const token = code === null ? null : (address.token ?? memory.tokenOf(code));
    if (code !== null && token !== null) {
      this.enter(code, token, false);
    } else if (isEmbedded) {
      this.show(waitingCard('Waiting for the session', 'It opens by itself once the page around it says so.', null));
    } else if (code !== null) {
      this.showJoin(code, '');
    } else {
      this.showStart('');
    }
  }

  /** @param isNew its code is shown to be handed on */
  enter(code: string, token: string, isNew: boolean): void {
    const { root, address, memory, hasVideo, isMac } = this.deps;
    this.visit?.close();
    memory.keepToken(code, token);
    this.showCode(code);
    this.visit = new Visit({
      root,
      base: address.base,
      api: this.api,
      memory,
      code,
      token,
      isNew,
      isEmbedded: address.isEmbedded,
      hasVideo,
      isMac,
      onOver: (over) => this.showOver(code, token, over),
    });
  }

  private async create(): Promise<void> {
    const { memory } = this.deps;
    const { name, startUrl } = this.wanted;
    memory.name = name;
    this.asking = new AbortController();
    const { signal } = this.asking;
    this.show(
      waitingCard('Starting a browser', 'This takes a few seconds.', () => {
        this.asking?.abort();
        this.showStart('');
      })
    );
    const url = addressOf(startUrl);
    const body = { ...(name === '' ? {} : { name }), ...(url === null ? {} : { startUrl: url }) };
    const answer = await this.api.create(body, memory.key, signal);
    if (signal.aborted) {
      if (answer.ok) {
        // Nobody waits for it any more.
        void this.api.end(answer.value.shareCode, answer.value.token);
      }
    } else if (answer.ok) {
      this.enter(answer.value.shareCode, answer.value.token, true);
    } else {
      this.refused(answer.refusal);
    }
  }

  private refused(refusal: Refusal): void {
    const words = failureWords(refusal, 'create');
    if (refusal.kind === 'key') {
      this.deps.memory.key = null;
      this.show(keyForm(this.calls, refusal.wasGiven ? words : ''));
    } else {
      this.showStart(words);
    }
  }

  private async join(name: string, typed: string): Promise<void> {
    const { memory } = this.deps;
    const code = normaliseCode(/shared-session\/([^/?#\s]+)/.exec(typed)?.[1] ?? typed);
    if (code === null) {
      this.wanted = { ...this.wanted, name };
      const problem = typed.trim() === '' ? 'Type the share code that you were given' : 'That is no share code';
      this.showStart(`${problem}: it has six letters and digits.`, typed);
      return;
    }
    memory.name = name;
    this.wanted = { ...this.wanted, name };
    this.show(waitingCard('Joining', `The session ${code} is asked for.`, null));
    const answer = await this.api.join({ shareCode: code, ...(name === '' ? {} : { name }) }, memory.tokenOf(code));
    if (answer.ok) {
      this.enter(answer.value.shareCode, answer.value.token, false);
    } else if (answer.refusal.kind === 'removed') {
      this.showOver(code, null, 'removed');
    } else {
      this.showJoin(code, failureWords(answer.refusal, 'join'));
    }
  }

  /** @param code what was typed as one, and is none */
  private showStart(problem: string, code: string | null = null): void {
    this.showCode(null);
    this.show(startForm(this.calls, { ...this.wanted, code }, problem));
  }

  private showJoin(code: string, problem: string): void {
    this.showCode(code);
    this.show(joinForm(this.calls, this.wanted.name, code, problem));
  }

  private showOver(code: string, token: string | null, over: Over): void {
    const { memory, address, tell } = this.deps;
    this.visit = null;
    tell({ type: 'live-browser:over', reason: over });
    if (over !== 'left') {
      memory.keepToken(code, null);
    }
    const again =
      over === 'left'
        ? [
            {
              text: 'Join again',
              testId: 'browser-again',
              act: () => (token === null ? this.showJoin(code, '') : void this.join(memory.name, code)),
            },
          ]
        : [];
    const anew = { text: 'Start another browser', testId: 'browser-anew', act: () => this.showStart('') };
    this.show(overCard(overWords(over), address.isEmbedded ? again : [...again, anew]));
  }

  private show(card: HTMLElement): void {
    const { root } = this.deps;
    root.classList.remove('by-provider');
    document.title = 'Shared browser';
    root.replaceChildren(make('div', { class: 'front' }, [card]));
  }

  /** So that a reload, and who is handed the address, come to the same session. */
  private showCode(code: string | null): void {
    const { base, isEmbedded, theme } = this.deps.address;
    if (!isEmbedded) {
      const place = `${BROWSER_PAGE_PATH}${code === null ? '' : `/${code}`}`;
      history.replaceState(null, '', `${base}${place}${theme === null ? '' : `?theme=${theme}`}`);
    }
  }
}
