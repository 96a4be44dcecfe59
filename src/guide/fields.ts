/** Fields that several block types have, each with its bound. Pure. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { cleanText } from '../protocol/text';
import { GUIDE_LIMITS } from './guideLimits';
import { STEP_ACTIONS } from './model';

export const prose = z.string().max(GUIDE_LIMITS.textLength);
export const label = z.string().max(GUIDE_LIMITS.labelLength).transform(cleanText);
export const sectionTitle = z.string().max(LIMITS.guideTitleLength).transform(cleanText);
export const authoredId = z.string().trim().min(1).max(LIMITS.guideIdLength);
export const selector = z.string().trim().min(1).max(GUIDE_LIMITS.selectorLength);
export const address = z.string().trim().min(1).max(GUIDE_LIMITS.urlLength);
export const code = z.string().max(GUIDE_LIMITS.codeLength);
export const value = z.string().max(GUIDE_LIMITS.valueLength);
export const flag = (byDefault: boolean) => z.boolean().default(byDefault);

const conditionText = z.string().max(GUIDE_LIMITS.conditionLength);

/** A list, or one string; each string may hold several conditions with commas between them. */
export const conditionList = z
  .preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(conditionText).max(GUIDE_LIMITS.conditions)
  )
  .transform((list) =>
    list
      .flatMap((entry) => entry.split(','))
      .map((entry) => entry.trim())
      .filter((entry) => entry.length > 0)
  );
export const conditions = conditionList.default([]);

/** A media address: http, https or relative; no other scheme, no `//host`, nothing that browsers would drop. */
export const mediaSource = address
  .refine(
    (src) => /^https?:\/\/[^/\\]/i.test(src) || !/^[a-z][a-z0-9+.-]*:|^[/\\]{2}|\\/i.test(src),
    'must be an http or https address, or a relative one'
  )
  .refine((src) => !/[\u0000-\u0020\u007f]/.test(src), 'must not hold blanks or control characters');

export const stepAction = z.enum(STEP_ACTIONS);

/** What every block type may have. */
export const common = { id: authoredId.optional() };

export const stepConditions = {
  requirements: conditions,
  objectives: conditions,
  skippable: flag(false),
  hint: prose.default(''),
};
