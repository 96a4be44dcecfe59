/** Which of a step's conditions hold on this page; a new word of the format is a new row. */
import type { TargetSource } from './readings';

export interface ConditionWorld {
  /** The page's path without query and sub-path. */
  path(): string;
  exists(source: TargetSource): Promise<boolean>;
  navMenuIsOpen(): boolean;
}

type Check = (argument: string, source: TargetSource, world: ConditionWorld) => boolean | Promise<boolean>;

const CHECKS = new Map<string, Check>([
  ['exists-reftarget', (_argument, source, world) => world.exists(source)],
  ['on-page', (page, _source, world) => world.path().includes(page)],
  ['navmenu-open', (_argument, _source, world) => world.navMenuIsOpen()],
  ['renderer', (renderer) => renderer === 'pathfinder'],
]);

/** The conditions that do not hold now. A word that is not known counts as holding, as the format has it. */
export async function unmetConditions(
  conditions: readonly string[],
  source: TargetSource,
  world: ConditionWorld
): Promise<string[]> {
  const holds = await Promise.all(
    conditions.map((condition) => {
      const [, word, argument] = /^([^:]*):?(.*)$/s.exec(condition) ?? [];
      return CHECKS.get(word)?.(argument, source, world) ?? true;
    })
  );
  return conditions.filter((_condition, index) => !holds[index]);
}
