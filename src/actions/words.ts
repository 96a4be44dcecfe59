/** What a step would do, in words for the person who decides about it. Pure. */
import type { GuideStep } from '../guide/model';
import { cleanText } from '../protocol/text';
import { chosenOf } from './choice';
import { CLEAR_MARK } from './fill';
import type { TargetDescription } from './target';

const LENGTH = 120;
/** Of a text that would be written somewhere, which is to be read before one agrees to it. */
const VALUE_LENGTH = 1_000;
/** Of the row or dialog that something stands in. */
const PLACE_LENGTH = 60;
const HOST_LENGTH = 60;

/** Describes what was really found on the page, not what the guide calls it. */
export function describeAction(step: GuideStep, target: TargetDescription | null): string {
  switch (step.action) {
    case 'navigate':
      return describeAddress(step.reftarget ?? '');
    case 'formfill':
      return describeFilling(step.targetvalue ?? '', target);
    case 'highlight':
    case 'button':
      return target?.href && target.appRoute === null
        ? `Open ${shortenAddress(target.href)}`
        : `Click ${nameOf(target)}${target?.submits ? ', which submits the form' : ''}`;
    case 'hover':
      return `Point at ${nameOf(target)}`;
    case 'noop':
    case 'popout':
      return 'Nothing on the page';
  }
}

function describeFilling(value: string, target: TargetDescription | null): string {
  const name = nameOf(target);
  const clears = value.startsWith(CLEAR_MARK);
  const text = clears ? value.slice(CLEAR_MARK.length).trim() : value;
  if (text === '') {
    return `Empty ${name}`;
  }
  if (target?.toggles && (text === 'true' || text === 'false')) {
    return `Turn ${name} ${text === 'true' ? 'on' : 'off'}`;
  }
  const words = quote(chosenOf(target?.choices ?? [], text)?.text ?? text, VALUE_LENGTH);
  if (target?.field === 'choice' || target?.confirms) {
    return `Choose ${words} in ${name}`;
  }
  return clears ? `Empty ${name} and put ${words} into it` : `Put ${words} into ${name}`;
}

export function describeAddress(address: string): string {
  return /^https?:/i.test(address) ? `Open ${shortenAddress(address)} in a new tab` : `Go to ${describeRoute(address)}`;
}

/** A page runs what its query holds: that is said as it is written. */
function describeRoute(route: string): string {
  const [, path, query] = /^([^?#]*)(?:\?([^#]*))?/.exec(route) ?? [];
  const parts = [...new URLSearchParams(query ?? '')].map(
    ([key, value]) => `${shorten(key)} ${quote(value, VALUE_LENGTH)}`
  );
  return parts.length === 0 ? shorten(route) : `${shorten(path)} with ${parts.join(', ')}`;
}

function nameOf(target: TargetDescription | null): string {
  if (!target) {
    return 'an element of the page';
  }
  if (target.field === 'code' && target.label === '' && target.tag !== 'textarea') {
    return 'the code editor';
  }
  const seen = target.field === 'none' ? target.text : '';
  const name = target.label || seen || target.testId.replace(/^data-testid /, '');
  // What screen readers say need not be what is seen.
  const also = name.toLowerCase().includes(seen.toLowerCase()) ? '' : ` (${quote(seen)})`;
  const named = name === '' ? `an element without a name (${target.tag})` : `${quote(name)}${also}`;
  return target.place === '' ? named : `${named} in ${quote(target.place, PLACE_LENGTH)}`;
}

function quote(text: string, length = LENGTH): string {
  // Quotes in it could end the quotation before its end.
  return `“${shorten(text.replace(/[“”„‟〝〞＂]/g, '"'), length)}”`;
}

/** Of a host the end says whose it is, and only what the browser makes of it says which it is. */
function shortenAddress(address: string): string {
  if (!URL.canParse(address)) {
    return shorten(address);
  }
  const { protocol, host, pathname, search, hash } = new URL(address);
  const end = host.length > HOST_LENGTH ? `…${host.slice(1 - HOST_LENGTH)}` : host;
  return shorten(`${protocol}//${end}${pathname}${search}${hash}`);
}

/** What is left out is counted, so that nobody takes the beginning for the whole. */
function shorten(text: string, length = LENGTH): string {
  const clean = cleanText(text);
  const left = clean.length - length;
  return left > 0 ? `${clean.slice(0, length)}… (+${left} characters)` : clean;
}
