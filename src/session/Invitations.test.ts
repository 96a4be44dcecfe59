import { Invitations } from './Invitations';
import type { Row } from './Roster';

interface Link {
  route: 'p2p' | 'relay';
  reachable: boolean;
}

const relayed = (): Link => ({ route: 'relay', reachable: true });

function rowOf(attendeeId: string, links: Link[], since = 0): Row<Link> {
  return {
    ...{ attendeeId, resumeSecret: '', tabId: '', name: attendeeId, mode: 'guided' },
    ...{ following: 'on', hand: false, handSince: null },
    ...{ joined: since, since, links, lastHeard: since, awaySince: null, last: null },
  };
}

describe('CON-16: invitations to a direct link', () => {
  test('go to who is behind the relay for 5 s, and to nobody else', () => {
    const invitations = new Invitations<Link>();
    const [here, cutOff, direct, moving] = [relayed(), { ...relayed(), reachable: false }, relayed(), relayed()];
    direct.route = 'p2p';
    const rows = [
      rowOf('here', [here]),
      rowOf('cut off', [cutOff]),
      rowOf('direct', [direct]),
      rowOf('moving', [moving, { ...direct }]),
      rowOf('away', []),
    ];
    expect(invitations.due(rows, 150, 4_999)).toEqual([]);
    expect(invitations.due(rows, 150, 5_000)).toEqual([here]);
  });

  test('are no more than there is room for, those counted who may be on their way', () => {
    const invitations = new Invitations<Link>();
    const rows = Array.from({ length: 10 }, (_, n) => rowOf(`a${n}`, [relayed()]));
    expect(invitations.due(rows, 0, 60_000)).toEqual([]);
    expect(invitations.due(rows, 3, 60_000)).toHaveLength(3);
    expect(invitations.due(rows, 3, 61_000)).toEqual([]);
    expect(invitations.due(rows, 6, 62_000)).toHaveLength(3);
  });

  test('are four at once, so that a whole room does not move in the same second', () => {
    const invitations = new Invitations<Link>();
    const rows = Array.from({ length: 10 }, (_, n) => rowOf(`a${n}`, [relayed()]));
    expect([1, 2, 3, 4].map((second) => invitations.due(rows, 150, 60_000 + 1_000 * second).length)).toEqual([
      4, 4, 2, 0,
    ]);
  });

  test('come after 10 s, 60 s, 5 min and then every 10 min where nothing came of them', () => {
    const invitations = new Invitations<Link>();
    const rows = [rowOf('stuck', [relayed()])];
    const told: number[] = [];
    for (let now = 5_000; now < 2_400_000; now += 1_000) {
      if (invitations.due(rows, 150, now).length > 0) {
        told.push((now - 5_000) / 1000);
      }
    }
    expect(told).toEqual([0, 10, 70, 370, 970, 1_570, 2_170]);
  });

  test('begin anew for who has left and come again', () => {
    const invitations = new Invitations<Link>();
    const rows = [rowOf('a', [relayed()])];
    expect(invitations.due(rows, 150, 5_000)).toHaveLength(1);
    expect(invitations.due([], 150, 6_000)).toEqual([]);
    expect(invitations.due([rowOf('a', [relayed()], 7_000)], 150, 12_000)).toHaveLength(1);
  });
});
