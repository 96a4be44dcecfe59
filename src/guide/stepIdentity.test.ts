import { createHash } from 'crypto';
import { LIMITS } from '../protocol/limits';
import { stepRefSchema } from '../protocol/messages';
import type { Guide } from './model';
import { parseGuide } from './parseGuide';
import { contentHash } from './stepHash';
import { resolveStepRef, stepRefOf } from './stepRef';

const step = (extra: object = {}) => ({
  type: 'interactive',
  action: 'button',
  reftarget: 'Run',
  content: 'x',
  ...extra,
});
const read = (...blocks: unknown[]): Guide => {
  const parsed = parseGuide({ id: 'g', title: 'G', blocks });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.guide;
};

describe('REF-2: content hash', () => {
  it('is SHA-256 of RFC 8785 canonical JSON', () => {
    const canonical = '{"a":[1,null,"é"],"b":true}';
    const expected = createHash('sha256').update(canonical, 'utf8').digest('hex');
    expect(contentHash(JSON.parse('{ "b": true, "a": [1.0, null, "\\u00e9"] }'))).toBe(expected);
  });

  it('changes with any authored field and with nothing else', () => {
    const [{ hash }] = read(step()).steps;
    expect(read({ content: 'x', reftarget: 'Run', action: 'button', type: 'interactive' }).steps[0].hash).toBe(hash);
    expect(read({ type: 'markdown', content: 'before' }, step()).steps[0].hash).toBe(hash);
    expect(read(step({ authorNote: 'n' })).steps[0].hash).not.toBe(hash);
    expect(read(step({ content: 'y' })).steps[0].hash).not.toBe(hash);
  });
});

describe('step ids', () => {
  it('are the authored ones, made unique in reading order', () => {
    expect(
      read(step({ id: 'a' }), step({ id: 'a' }), step({ id: 'a-2' }), step({ id: 'a' })).steps.map(({ id }) => id)
    ).toEqual(['a', 'a-2', 'a-2-2', 'a-3']);
  });

  it('are derived from position, action and target where there is none', () => {
    const idOf = (...blocks: unknown[]) => read(...blocks).steps[0].id;
    const plain = idOf(step());
    expect(idOf(step({ content: 'reworded' }))).toBe(plain);
    expect(idOf(step({ reftarget: 'Stop' }))).not.toBe(plain);
    expect(idOf(step({ action: 'highlight' }))).not.toBe(plain);
    expect(idOf({ type: 'markdown', content: '' }, step())).not.toBe(plain);
  });

  it('always fit a message, however long they were authored', () => {
    const guide = read(step({ id: 'x'.repeat(LIMITS.guideIdLength) }), step({ id: 'x'.repeat(LIMITS.guideIdLength) }));
    expect(new Set(guide.steps.map(({ id }) => id)).size).toBe(2);
    guide.steps.forEach((one) => expect(stepRefSchema.safeParse(stepRefOf(guide, one)).success).toBe(true));
  });
});

describe('REF-1, REF-3: resolving a step reference', () => {
  const guide: Guide = { ...read(step({ id: 'a' }), step({ id: 'b' })), source: 'bundled' };
  const ref = stepRefOf(guide, guide.steps[1]);

  it('finds the same step', () => {
    expect(resolveStepRef(guide, ref)).toEqual({ kind: 'same', step: guide.steps[1] });
  });

  it('tells when the guide here is its reader’s own', () => {
    expect(resolveStepRef({ ...guide, source: 'own' }, ref)).toEqual({ kind: 'own', step: guide.steps[1] });
    expect(resolveStepRef({ ...guide, source: 'listed' }, ref).kind).toBe('same');
  });

  it('tells when the step here says something else', () => {
    const other = read(step({ id: 'a' }), step({ id: 'b', content: 'Delete everything' }));
    expect(resolveStepRef(other, ref)).toEqual({ kind: 'differs', step: other.steps[1] });
  });

  it('knows neither a missing step nor another guide', () => {
    expect(resolveStepRef(guide, { ...ref, stepId: 'c' })).toEqual({ kind: 'unknown' });
    expect(resolveStepRef(guide, { ...ref, guideId: 'h' })).toEqual({ kind: 'unknown' });
  });
});
