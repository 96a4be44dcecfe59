/** What is lacking, in words for the reader who is here: what is known of their rights is said with it. Pure. */
import type { ConditionWord, ReadCondition } from '../guide/conditionWords';
import { explainCondition, type ConditionHelp } from '../guide/requirements';
import { liesInMenu, type MenuSource } from './mainMenu';

export interface Here {
  navMenuIsOpen(): boolean;
  readonly grafana: { user(): { readonly orgRole: string; readonly serverAdmin: boolean } };
}

const ABOUT_RIGHTS: readonly ConditionWord[] = ['is-admin', 'is-editor', 'has-role', 'has-permission'];

/** @param condition as authored */
export function helpHere(condition: string, { word }: ReadCondition, source: MenuSource, here: Here): ConditionHelp {
  const help = explainCondition(condition);
  if (word === 'exists-reftarget' && liesInMenu(source)) {
    return here.navMenuIsOpen() ? notInMenu(here) : helpHere('navmenu-open', MENU, source, here);
  }
  if (word !== null && ABOUT_RIGHTS.includes(word)) {
    return { ...help, text: `${help.text} Your role here is ${here.grafana.user().orgRole}.` };
  }
  const afterFix = wordsAfter(help, here);
  return afterFix === null ? help : { ...help, afterFix };
}

const MENU: ReadCondition = { word: 'navmenu-open', argument: '', variable: '' };

function notInMenu(here: Here): ConditionHelp {
  return {
    text: 'The element of this step is not in the main menu as it is now.',
    fix: { kind: 'reveal-target' },
    afterFix: `Opening the main menu did not help: this step’s element is not in it. ${whoseLack(here)}`,
  };
}

function wordsAfter({ fix }: ConditionHelp, here: Here): string | null {
  switch (fix?.kind) {
    case 'open-menu':
      return 'The main menu could not be opened here. Open it yourself.';
    case 'reveal-target':
      return `The element of this step was looked for and is not on this page. It may be on another page. ${whoseLack(here)}`;
    case 'navigate':
      return `Going to ${fix.path} did not help. ${whoseLack(here)}`;
    default:
      return null;
  }
}

/** Grafana leaves away what somebody may not use, so that lacking it and having no right to it look alike. */
function whoseLack({ grafana }: Here): string {
  const { orgRole, serverAdmin } = grafana.user();
  return serverAdmin || orgRole === 'Admin'
    ? 'This Grafana may not have it.'
    : `Your role here, ${orgRole}, may not have it; an administrator can tell.`;
}
