/** One session behind the relay at two servers, without sockets: what is said at one is heard at the other. */
import { seqOf, stage } from '../testing/relayFrames';
import { describeStores, type StoresOnTrial } from '../testing/storeKinds';
import { until } from '../testing/until';
import { randomHex } from '../testing/people';
import type { Stores } from '../stores/Stores';
import { boxes } from './relayPosts';
import { RelayRoom } from './RelayRoom';

const SESSION = 'a'.repeat(32);
const PAGE = '0'.repeat(16);

/** A server's part of the room, with all that its people hear. */
function roomAt(
  stores: Stores,
  failed = (error: unknown): void => {
    throw error;
  }
) {
  const toAll: string[] = [];
  const room = new RelayRoom({
    session: SESSION,
    store: stores.rooms,
    exchange: stores.exchange,
    toAllHere: (frame) => toAll.push(Buffer.from(frame).toString('hex')),
    back: async () => {},
    failed,
  });
  return { room, toAll };
}

function presenterAt(room: RelayRoom, pageId = PAGE) {
  const told: string[] = [];
  const wire = {
    attached: ({ members }: { members: Array<{ memberId: string; state: string }> }) =>
      void told.push(`attached ${members.map(({ memberId, state }) => `${memberId} ${state}`).join()}`),
    roster: (diff: { members: Array<{ memberId: string; state: string }>; gone: Array<{ memberId: string }> }) => {
      told.push(...diff.members.map(({ memberId, state }) => `${memberId} ${state}`));
      told.push(...diff.gone.map(({ memberId }) => `${memberId} gone`));
    },
    from: (memberId: string, frame: Uint8Array) => void told.push(`${memberId} says ${Buffer.from(frame)}`),
    close: () => void told.push('closed'),
  };
  const place = room.present(pageId, wire);
  return { told, wire, place };
}

async function memberAt(room: RelayRoom, memberId: string) {
  const heard: string[] = [];
  const wire = {
    frame: (frame: Uint8Array) => void heard.push(Buffer.from(frame).toString()),
    close: () => void heard.push('closed'),
  };
  const member = { memberId, attendeeId: randomHex(16), secretHash: 'c'.repeat(64) };
  await room.enter(member, wire);
  return { heard, wire, member };
}

const has = (told: string[], what: string, room?: RelayRoom) =>
  until(() => {
    room?.tellRoster();
    return told.includes(what);
  }, what);

describeStores('SRV-4: a room at two servers', (onTrial: () => StoresOnTrial) => {
  it('has its members told to a presenter at another server, by what they say and where they are', async () => {
    const [here, there] = [roomAt(onTrial().stores), roomAt(onTrial().others)];
    const presenter = presenterAt(here.room);
    await has(presenter.told, 'attached ');
    const ada = await memberAt(there.room, 'm-00000001');
    await has(presenter.told, 'm-00000001 here', here.room);
    await there.room.fromMember(ada.wire, Buffer.from('hello'));
    await has(presenter.told, 'm-00000001 says hello');
    here.room.toMember('m-00000001', Buffer.from('welcome'));
    await has(ada.heard, 'welcome');
    await there.room.cut(ada.wire);
    await has(presenter.told, 'm-00000001 away', here.room);
    await there.room.leave('m-00000001', 'left');
    await has(presenter.told, 'm-00000001 gone', here.room);
  });

  it('says to everyone at every server what its presenter says, and nothing that another might put into the box', async () => {
    const [here, there] = [roomAt(onTrial().stores), roomAt(onTrial().others)];
    await memberAt(here.room, 'm-00000001');
    await memberAt(there.room, 'm-00000002');
    const presenter = presenterAt(there.room);
    await until(() => presenter.told.some((line) => line.startsWith('attached')), 'the presenter');
    const { exchange } = onTrial().others;
    exchange.post(boxes.all(SESSION), Buffer.from('rubbish'));
    exchange.post(boxes.all(SESSION), stage('f'.repeat(32), 1, 1));
    exchange.post(boxes.all(SESSION), stage(SESSION, 1, 1, 'to-attendee'));
    const frame = stage(SESSION, 1, 1);
    presenter.place.proceed();
    presenter.place.toAll({ epoch: 1, seq: 1 }, frame);
    await until(() => here.toAll.length + there.toAll.length >= 2, 'the frame at both');
    const all = Buffer.from(frame).toString('hex');
    expect(new Set([...here.toAll, ...there.toAll])).toEqual(new Set([all]));
    expect(await here.room.after('m-00000001', { epoch: 1, seq: 0 })).toHaveLength(1);
  });

  it('RELAY-5: keeps no event before the ones that its presenter says again, which would leave a hole', async () => {
    const { room } = roomAt(onTrial().stores);
    const { told, place } = presenterAt(room);
    await memberAt(room, 'm-00000001');
    const say = (seq: number) => place.toAll({ epoch: 1, seq }, stage(SESSION, 1, seq));
    await has(told, 'attached ');
    place.proceed();
    say(1);
    room.reattach();
    await until(() => told.filter((line) => line.startsWith('attached')).length === 2, 'the question again');
    // To what it was told the first time, when it is slow.
    room.reattach();
    await until(() => told.filter((line) => line.startsWith('attached')).length === 3, 'the question once more');
    place.proceed();
    expect(place.keeps).toBe(false);
    say(4);
    place.keepSnapshot({ epoch: 1, seq: 4 }, stage(SESSION, 1, 4, 'snapshot'));
    place.proceed();
    [2, 3, 4].forEach(say);
    expect((await room.after('m-00000001', { epoch: 1, seq: 1 }))?.map(seqOf)).toEqual([2, 3, 4]);
  });

  it('RELAY-5: has said again what the store failed to keep, and keeps nothing that came after it before that', async () => {
    const { stores } = onTrial();
    let broken = false;
    const rooms = Object.create(stores.rooms, {
      keep: {
        value: (...args: Parameters<Stores['rooms']['keep']>) =>
          broken ? Promise.reject(new Error('no room')) : stores.rooms.keep(...args),
      },
    });
    const { room } = roomAt({ ...stores, rooms }, () => {});
    const { told, place } = presenterAt(room);
    await memberAt(room, 'm-00000001');
    const say = (seq: number) => place.toAll({ epoch: 1, seq }, stage(SESSION, 1, seq));
    await has(told, 'attached ');
    place.proceed();
    say(1);
    broken = true;
    say(2);
    await until(() => !place.keeps, 'the failure');
    broken = false;
    say(3);
    expect(await room.after('m-00000001', { epoch: 1, seq: 1 })).toEqual([]);
    await room.sweep();
    await until(() => told.filter((line) => line.startsWith('attached')).length === 2, 'the question again');
    place.proceed();
    [2, 3].forEach(say);
    expect((await room.after('m-00000001', { epoch: 1, seq: 1 }))?.map(seqOf)).toEqual([2, 3]);
  });

  it('lets a member that comes back by another server keep its place, and closes the connection before', async () => {
    const [here, there] = [roomAt(onTrial().stores), roomAt(onTrial().others)];
    const presenter = presenterAt(here.room);
    const ada = await memberAt(here.room, 'm-00000001');
    const again: string[] = [];
    const wire = { frame: (frame: Uint8Array) => void again.push(`${Buffer.from(frame)}`), close: () => {} };
    expect(await there.room.resume(ada.member, wire)).toBe(true);
    await has(ada.heard, 'closed');
    await here.room.cut(ada.wire);
    here.room.toMember('m-00000001', Buffer.from('still here'));
    await has(again, 'still here');
    await has(presenter.told, 'm-00000001 here', here.room);
    expect(presenter.told).not.toContain('m-00000001 away');
    expect(await there.room.resume({ ...ada.member, memberId: 'm-00000009' }, wire)).toBe(false);
  });

  it('holds what members say while nobody presents, and says it, in order, to the page that comes back at another server', async () => {
    const [here, there] = [roomAt(onTrial().stores), roomAt(onTrial().others)];
    const before = presenterAt(here.room);
    await has(before.told, 'attached ');
    const ada = await memberAt(there.room, 'm-00000001');
    here.room.presenterCut(before.wire);
    while (await there.room.presented()) {
      // Redis hears of it a moment later.
    }
    await there.room.fromMember(ada.wire, Buffer.from('one'));
    await there.room.fromMember(ada.wire, Buffer.from('two'));
    const after = presenterAt(there.room);
    await has(after.told, 'm-00000001 says two');
    expect(after.told).toEqual(['attached m-00000001 here', 'm-00000001 says one', 'm-00000001 says two']);
  });

  it('RELAY-5: has one presenter: the newest, at whichever server, and members of another page come anew', async () => {
    const [here, there] = [roomAt(onTrial().stores), roomAt(onTrial().others)];
    const first = presenterAt(here.room);
    await has(first.told, 'attached ');
    const ada = await memberAt(here.room, 'm-00000001');
    const second = presenterAt(there.room, 'f'.repeat(16));
    await has(second.told, 'attached ');
    await has(first.told, 'closed');
    await has(ada.heard, 'closed');
  });
});

describeStores('SRV-4: a server that is gone', (onTrial: () => StoresOnTrial) => {
  it('has those who were connected to it told as away', async () => {
    const { stores, others } = onTrial();
    const [here, there] = [roomAt(stores), roomAt(others)];
    const presenter = presenterAt(here.room);
    await has(presenter.told, 'attached ');
    const ada = await memberAt(there.room, 'm-00000001');
    await has(presenter.told, 'm-00000001 here', here.room);
    // Alone it is gone with all that it knew; of several, with its connections to the store and no word.
    await (stores === others ? there.room.cut(ada.wire) : others.close());
    await here.room.sweep();
    await has(presenter.told, 'm-00000001 away', here.room);
  });
});
