/** What the buttons around the picture do. */
import type { Control } from '../../../src/protocol/browserApi';
import { linkTo } from './address';
import type { Answer, BrowserApi } from './api';
import { copyText, readClipboard } from './clipboard';
import { confirmDialog, shareDialog } from './dialogs';
import type { Frame, FrameCalls } from './Frame';
import type { Memory } from './Memory';
import type { View } from './View';
import { failureWords } from './words';

export interface VisitCallsDeps {
  root: HTMLElement;
  base: string;
  api: BrowserApi;
  memory: Memory;
  code: string;
  token: string;
  /** Null before it is there, and where a provider has its own. */
  view(): View | null;
  tell: Frame['say'];
  stay(): void;
  ask(): void;
  left(): void;
}

export interface VisitCalls extends FrameCalls {
  /** Shows the code of a browser that was just created. */
  handOn(): void;
  /** What was copied over there because somebody here asked for it. */
  copied(text: string): Promise<void>;
}

export function visitCalls(deps: VisitCallsDeps): VisitCalls {
  const { root, base, api, memory, code, token, view, tell } = deps;
  const share = (isNew: boolean) => shareDialog(root, code, linkTo(base, code), isNew, copyText);
  const change = async (asked: Promise<Answer<unknown>>) => {
    const answer = await asked;
    if (!answer.ok) {
      tell(failureWords(answer.refusal, 'join'));
    }
  };
  const copyNow = async (text: string) => {
    tell((await copyText(text)) ? 'Copied' : 'The browser does not let the page copy.');
  };
  return {
    handOn: () => share(true),
    copied: async (text) => {
      if (text === '') {
        tell('Nothing is selected in the shared browser.');
      } else if (await copyText(text)) {
        tell('Copied');
        view()?.focus();
      } else {
        tell('What you copied is here.', { text: 'Copy', act: () => void copyNow(text) });
      }
    },
    send: (call) => view()?.send(call),
    focusPicture: () => view()?.focus(),
    share: () => share(false),
    fullScreen: () => void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    leave: () => {
      void api.leave(code, token);
      deps.left();
    },
    end: () =>
      confirmDialog(
        root,
        {
          title: 'End it for everyone?',
          text: 'The browser closes for all, with everything that is open in it.',
          action: 'End it',
        },
        () => void change(api.end(code, token))
      ),
    stay: deps.stay,
    ask: deps.ask,
    wantStills: (wants) => {
      memory.wantsStills = wants;
      view()?.tellQuality();
    },
    tap: (key) => view()?.input.tap(key),
    copySelection: () => view()?.copy(false),
    paste: () =>
      void readClipboard().then((text) => {
        if (text === null) {
          tell('The browser does not let the page paste. Use Ctrl+V in the picture.');
        } else {
          view()?.input.text(text);
        }
      }),
    control: (control: Control) => void change(api.control(code, control, token)),
    remove: ({ id, name }) =>
      confirmDialog(
        root,
        {
          title: `Remove ${name}?`,
          text: 'They see nothing of this session from then on, and cannot come back as themselves.',
          action: 'Remove',
        },
        () => void change(api.remove(code, id, token))
      ),
  };
}
