import { LIMITS } from '../protocol/limits';
import { platformRandom } from '../testing/cryptoBackends';
import { FakeClock } from '../testing/FakeClock';
import { crypto, SESSION } from '../testing/linkPeers';
import { MemoryListener } from '../testing/MemoryNetwork';
import { memoryStore } from '../testing/memoryStore';
import { PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { OPEN_DOOR } from './Door';
import { PresenterSession, type PresenterHandlers } from './PresenterSession';

type Kept = Parameters<PresenterHandlers['persist']>[0];

const { show_me: show } = PRESENTER_MESSAGES;
const OPEN = { type: 'navigation', to: { kind: 'guide', guide: { guideId: 'tour', title: 'A tour' } } } as const;

/** One browser in which pages present the same session one after the other. */
function browser() {
  const store = memoryStore();
  const written: Kept[] = [];
  const first: Kept = {
    epoch: 0,
    bases: [],
    stage: { guide: null, highlight: null, route: null, policy: 'ask' },
    stageSeq: 0,
  };
  const page = async () => {
    const { bases, stage, stageSeq, epoch } = written.at(-1) ?? first;
    return PresenterSession.start(
      {
        session: SESSION,
        sessionName: 'A tour',
        presenterName: 'Grace',
        epoch: epoch + 1,
        bases,
        stage,
        stageSeq,
        door: OPEN_DOOR,
        directSlots: 1,
      },
      {
        crypto,
        signer: await crypto.signer(platformRandom(32)),
        clock: new FakeClock(),
        listener: new MemoryListener(),
        store,
      },
      { changed() {}, persist: (state) => written.push(state), doorChanged() {}, failed() {}, entered() {} }
    );
  };
  return { store, written, page };
}

describe('ORD-5: where the room stands, for a page that takes the session up', () => {
  test('what the last page published counts, although only the log was written for each event', async () => {
    const { written, page } = browser();
    const before = await page();
    const writtenAtStart = written.length;
    before.publish(OPEN);
    before.publish(show);
    expect(written).toHaveLength(writtenAtStart);
    before.close();
    const after = await page();
    expect(after.view().stage).toEqual(before.view().stage);
    expect(after.view().stage).toMatchObject({ guide: OPEN.to.guide, highlight: { step: show.step, seq: 2 } });
    after.close();
  });

  test('it is whole after more events than the log keeps', async () => {
    const { page } = browser();
    const before = await page();
    before.publish(OPEN);
    for (let n = 0; n < 2 * LIMITS.logEvents; n++) {
      before.publish(show);
    }
    before.close();
    const after = await page();
    expect(after.view().stage).toMatchObject({ guide: OPEN.to.guide, highlight: { seq: 2 * LIMITS.logEvents + 1 } });
    after.close();
  });

  test('an event that was lost with a crashed page does not count', async () => {
    const { store, page } = browser();
    const before = await page();
    before.publish(show);
    before.publish(OPEN);
    before.close();
    const newest = [...store.entries.keys()].at(-1);
    store.remove(newest ?? '');
    const after = await page();
    expect(after.view().stage).toMatchObject({ guide: null, highlight: { seq: 1 } });
    after.close();
  });

  test('where newcomers begin is kept at once', async () => {
    const { page } = browser();
    const before = await page();
    before.publish(show);
    before.standAt({ path: '/explore' });
    before.close();
    const after = await page();
    expect(after.view().stage).toMatchObject({ route: { path: '/explore' }, highlight: { seq: 1 } });
    after.close();
  });
});
