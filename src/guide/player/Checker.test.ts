import { guideOf, memoryRecords, ScriptedRunner, step } from '../../testing/playerForTests';
import type { Block } from '../model';
import { explainCondition } from '../requirements';
import { NOTHING_DONE, type ConditionsAsked, type StepConditions } from '../StepRunner';
import { Player } from './Player';

/** More looks than any guide settles in; without a bound they would never end and no timer would run again. */
const ENDLESS = 5_000;

/** Asks only the guide itself: `section-completed:`, `here`; what else is asked does not hold. */
class GuideConditions implements StepConditions {
  looks = 0;
  readonly here = new Set<string>();
  listener: () => void = () => undefined;

  unmet = async ({ requirements }: ConditionsAsked, standing = NOTHING_DONE) => {
    if (++this.looks > ENDLESS) {
      throw new Error('looks for ever');
    }
    return requirements
      .filter((one) => !this.here.has(one) && !standing.isSectionComplete(one.replace(/^section-completed:/, '')))
      .map((condition) => ({ condition, ...explainCondition(condition) }));
  };
  unmetAfterRetries = (asked: ConditionsAsked) => this.unmet(asked);
  fix = async () => false;
  onChange = (listener: () => void) => {
    this.listener = listener;
    return () => undefined;
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

function open(blocks: readonly unknown[]) {
  const guide = guideOf(blocks);
  const conditions = new GuideConditions();
  const player = new Player(guide, {
    ...{ runner: new ScriptedRunner(), conditions, records: memoryRecords() },
    clock: { after: () => () => undefined },
  });
  return { player, conditions, guide };
}

const conditionalIds = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'section' ? conditionalIds(block.blocks) : block.kind === 'conditional' ? [block.id] : []
  );

describe('a conditional', () => {
  it('that undoes its own condition is left out, and the page is not kept busy for ever', async () => {
    const { player, conditions, guide } = open([
      {
        ...{ type: 'section', id: 's', title: 'Part' },
        blocks: [
          step('a', { objectives: ['reached'] }),
          {
            type: 'conditional',
            conditions: ['section-completed:s'],
            whenTrue: [step('b')],
            whenFalse: [{ type: 'markdown', content: 'Not yet.' }],
          },
        ],
      },
      { type: 'conditional', conditions: ['here'], whenTrue: [step('c')], whenFalse: [] },
    ]);
    conditions.here.add('reached');
    player.start();
    await settle();
    const [wavering, plain] = conditionalIds(guide.blocks);
    expect(conditions.looks).toBeLessThan(200);
    expect(player.view().branches.get(wavering)).toBe(false);
    expect(player.view().branches.get(plain)).toBe(false);

    conditions.here.add('here');
    const before = conditions.looks;
    conditions.listener();
    await settle();
    expect(player.view().branches.get(plain)).toBe(true);
    expect(player.view().branches.get(wavering)).toBe(false);
    expect(conditions.looks - before).toBeLessThan(50);
    player.stop();
  });

  it('may change as often as the page does', async () => {
    const { player, conditions, guide } = open([
      { type: 'conditional', conditions: ['here'], whenTrue: [step('c')], whenFalse: [] },
    ]);
    const [id] = conditionalIds(guide.blocks);
    player.start();
    await settle();
    for (let n = 0; n < 30; n++) {
      conditions.here.clear();
      conditions.listener();
      await settle();
      expect(player.view().branches.get(id)).toBe(false);
      conditions.here.add('here');
      conditions.listener();
      await settle();
      expect(player.view().branches.get(id)).toBe(true);
    }
    player.stop();
  });
});
