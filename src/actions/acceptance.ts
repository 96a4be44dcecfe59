/** What a reader's own input must be so that a guided step counts as done. Pure. */
import type { GuideStep } from '../guide/model';
import { compilePattern, patternIn } from '../guide/pattern';
import { CLEAR_MARK } from './fill';

type Asked = Pick<GuideStep, 'validateInput' | 'targetvalue'>;

/** Null where any input will do that is not empty. */
export function acceptanceOf({
  validateInput,
  targetvalue,
}: Asked): ((text: string) => boolean | Promise<boolean>) | null {
  if (!validateInput || targetvalue === null) {
    return null;
  }
  const wanted = (targetvalue.startsWith(CLEAR_MARK) ? targetvalue.slice(CLEAR_MARK.length) : targetvalue).trim();
  const pattern = patternIn(wanted);
  if (!pattern) {
    return (text) => text.trim() === wanted;
  }
  const compiled = compilePattern(pattern);
  return async (text) => (await compiled)?.matches(text.trim()) ?? true;
}
