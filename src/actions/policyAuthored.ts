/** A step's class as far as its authored text tells, by the very rules that judge the element when it is found. Pure. */
import type { GuideStep } from '../guide/model';
import { describeAuthored, RELATIVE_TO, type AuthoredTarget, type NameResolver } from './authoredTarget';
import { isGrave } from './graveWords';
import { classify, isOnGravePage, type ActionClass } from './policy';

export interface AuthoredClass {
  readonly class: ActionClass | 'unknown until found';
  readonly why: string;
}

/** @param route of the page that the step is on; empty where the guide does not say */
export function classifyAuthored(step: GuideStep, route: string, nameOf: NameResolver): AuthoredClass {
  if (step.action === 'navigate') {
    return { class: classify(step, null), why: 'where it leads' };
  }
  if (step.action === 'noop' || step.action === 'popout' || step.action === 'hover') {
    return { class: classify(step, null), why: 'changes nothing' };
  }
  const target = describeAuthored(step, route, nameOf);
  if (!target) {
    return { class: 'unknown until found', why: 'its target cannot be read' };
  }
  const judged = classify(step, target.description);
  const why = step.action === 'formfill' ? whyOfFill(target) : whyOfClick(judged, target);
  return why === null
    ? { class: 'unknown until found', why: 'its target does not say what it is' }
    : { class: judged, why };
}

function whyOfFill({ description }: AuthoredTarget): string {
  if (description.field === 'secret' || description.field === 'file') {
    return 'a secret or a file';
  }
  return isOnGravePage(description) ? 'the page that it is on' : 'a field; danger where filling it in can send a form';
}

/** Null where the class follows from what is not known. */
function whyOfClick(judged: ActionClass, { description, isKnown, hasWholeAddress }: AuthoredTarget): string | null {
  if (description.field === 'secret' || description.field === 'file') {
    return 'a secret or a file';
  }
  if (isGrave(description.words)) {
    return 'its own words';
  }
  if (!isKnown) {
    return null;
  }
  if (description.href !== null) {
    if (description.appRoute === null) {
      return leadsOut(description.href) ? 'leads out of this Grafana' : null;
    }
    return hasWholeAddress ? 'where it leads' : 'where it leads, as far as its target says';
  }
  if (isOnGravePage(description)) {
    return 'the page that it is on';
  }
  if (description.inDialog) {
    return 'in a dialog';
  }
  if (description.submits) {
    return 'sends a form';
  }
  switch (judged) {
    case 'move':
      return 'opens or switches what is looked at';
    case 'danger':
      return 'nothing that a rule allows';
    default:
      return description.field === 'none'
        ? 'an ordinary button; danger in a form or a dialog'
        : 'a field; danger in a dialog';
  }
}

/** A relative address leads somewhere that only the page can tell. */
function leadsOut(href: string): boolean {
  return !href.startsWith(RELATIVE_TO);
}
