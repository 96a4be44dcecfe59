import { KeptEvents } from './KeptEvents';

const frame = (text: string) => new TextEncoder().encode(text);
const said = (frames: Uint8Array[] | null) => frames?.map((each) => new TextDecoder().decode(each)) ?? null;

function keeping(events: number, from = 1, epoch = 1) {
  const kept = new KeptEvents({ events: 4, bytes: 1_000 });
  for (let seq = from; seq < from + events; seq++) {
    kept.add({ epoch, seq }, frame(`${epoch}/${seq}`));
  }
  return kept;
}

describe('RELAY-3: what is kept of a session', () => {
  it('is the newest events without holes; who misses an older one has to ask the presenter', () => {
    const kept = keeping(6);
    expect(said(kept.after({ epoch: 1, seq: 2 }))).toEqual(['1/3', '1/4', '1/5', '1/6']);
    expect(said(kept.after({ epoch: 1, seq: 6 }))).toEqual([]);
    expect(kept.after({ epoch: 1, seq: 1 })).toBeNull();
    expect(kept.after({ epoch: 2, seq: 6 })).toBeNull();
  });

  it('has the snapshot and what came since for who misses more', () => {
    const kept = keeping(6);
    kept.keep({ epoch: 1, seq: 4 }, frame('snapshot 4'));
    expect(said(kept.after({ epoch: 1, seq: 1 }))).toEqual(['snapshot 4', '1/5', '1/6']);
    expect(said(kept.after({ epoch: 1, seq: 2 }))).toEqual(['1/3', '1/4', '1/5', '1/6']);
  });

  it('has it, when asked to be brief, for who misses less, too, but never takes anybody back', () => {
    const kept = keeping(6);
    kept.keep({ epoch: 1, seq: 4 }, frame('snapshot 4'));
    expect(said(kept.after({ epoch: 1, seq: 3 }, { briefly: true }))).toEqual(['snapshot 4', '1/5', '1/6']);
    expect(said(kept.after({ epoch: 1, seq: 5 }, { briefly: true }))).toEqual(['1/6']);
  });

  it('has none that leaves a hole, or that is sealed with the key of another epoch', () => {
    const hole = keeping(6);
    hole.keep({ epoch: 1, seq: 1 }, frame('snapshot 1'));
    expect(hole.after({ epoch: 1, seq: 0 })).toBeNull();
    const later = keeping(6);
    later.keep({ epoch: 2, seq: 6 }, frame('snapshot 2/6'));
    expect(later.after({ epoch: 1, seq: 0 })).toBeNull();
  });

  it('keeps the newest snapshot, whatever comes later', () => {
    const kept = keeping(6);
    kept.keep({ epoch: 1, seq: 5 }, frame('snapshot 5'));
    kept.keep({ epoch: 1, seq: 4 }, frame('an old one'));
    expect(said(kept.after({ epoch: 1, seq: 0 }))).toEqual(['snapshot 5', '1/6']);
  });

  it('leaves to the presenter what was never kept, and has the snapshot of it for who is to be told briefly alone', () => {
    const kept = keeping(6, 34, 2);
    kept.keep({ epoch: 3, seq: 40 }, frame('snapshot 40'));
    expect(kept.after({ epoch: 3, seq: 12 })).toBeNull();
    kept.add({ epoch: 3, seq: 41 }, frame('3/41'));
    expect(kept.after({ epoch: 3, seq: 12 })).toBeNull();
    expect(said(kept.after({ epoch: 3, seq: 12 }, { briefly: true }))).toEqual(['snapshot 40', '3/41']);
    const hole = keeping(6);
    hole.add({ epoch: 1, seq: 9 }, frame('1/9'));
    hole.keep({ epoch: 1, seq: 9 }, frame('snapshot 9'));
    expect(hole.after({ epoch: 1, seq: 6 })).toBeNull();
  });

  it('is bounded in events and bytes', () => {
    const kept = new KeptEvents({ events: 512, bytes: 100 });
    for (let seq = 1; seq <= 20; seq++) {
      kept.add({ epoch: 1, seq }, new Uint8Array(30));
    }
    expect(kept.after({ epoch: 1, seq: 17 })).toHaveLength(3);
    expect(kept.after({ epoch: 1, seq: 16 })).toBeNull();
  });
});
