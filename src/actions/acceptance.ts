/** What a reader's own input must be so that a guided step counts as done. Pure. */
import type { GuideStep } from '../guide/model';
import { CLEAR_MARK } from './fill';

type Asked = Pick<GuideStep, 'validateInput' | 'targetvalue'>;

/** Null where any input will do that is not empty. */
export function acceptanceOf({ validateInput, targetvalue }: Asked): ((text: string) => boolean) | null {
  if (!validateInput || targetvalue === null) {
    return null;
  }
  const wanted = (targetvalue.startsWith(CLEAR_MARK) ? targetvalue.slice(CLEAR_MARK.length) : targetvalue).trim();
  return (text) => text.trim() === wanted;
}
