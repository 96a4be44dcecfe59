/** Looking something up in all frames of a target, out of their scripts' reach. */
import type { CdpSession } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { WORLD } from './pageScript';

/** What an expression is in each frame, where it is a text; none where the target is just going. */
export async function textsOf(session: CdpSession, expression: string): Promise<string[]> {
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const ids: string[] = [];
    const collect = ({ frame, childFrames = [] }: typeof frameTree) => {
      ids.push(frame.id);
      childFrames.forEach(collect);
    };
    collect(frameTree);
    const found = await Promise.all(
      ids.slice(0, LIMITS.framesAsked).map(async (frameId) => {
        const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName: WORLD });
        const { result } = await session.send('Runtime.evaluate', {
          expression,
          contextId: executionContextId,
          returnByValue: true,
          timeout: LIMITS.evaluateWithin,
        });
        return typeof result.value === 'string' ? [result.value] : [];
      })
    );
    return found.flat();
  } catch {
    return [];
  }
}
