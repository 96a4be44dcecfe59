/** Steps that the guide leaves to its reader: a session may point at them and does them for nobody. Pure. */
import type { Block, Guide } from './model';

export function isReadersOwn(guide: Guide, stepId: string): boolean {
  const within = (blocks: readonly Block[]): boolean =>
    blocks.some((block) => {
      switch (block.kind) {
        case 'guided':
          return block.group.steps.some(({ id }) => id === stepId);
        case 'section':
        case 'collapsible':
        case 'group':
          return within(block.blocks);
        case 'conditional':
          return within(block.whenTrue.blocks) || within(block.whenFalse.blocks);
        default:
          return false;
      }
    });
  return within(guide.blocks);
}
