import { dialByTicket } from './dialByTicket';

const TICKET = {
  route: 'direct' as const,
  peerId: 'p-00000001',
  ticket: 'ticket',
  presenterPeerId: 'p-00000002',
  relay: null,
  terminal: null,
  browser: null,
};
const unused = { open: () => fail('opened'), failed: () => fail('failed') };
const fail = (what: string) => {
  throw new Error(what);
};

test('an attempt that is given up while it asks for a ticket ends the call, and dials nobody', async () => {
  const told: string[] = [];
  let answer: (ticket: typeof TICKET) => void = () => {};
  const giveUp = dialByTicket(
    {
      ticket(onGivenUp) {
        onGivenUp(() => void told.push('call ended'));
        return new Promise((resolve) => (answer = resolve));
      },
      direct: () => () => void told.push('dialled'),
      relay: () => () => void told.push('dialled'),
    },
    unused
  );
  expect(told).toEqual([]);
  giveUp();
  expect(told).toEqual(['call ended']);
  answer(TICKET);
  await new Promise(setImmediate);
  expect(told).toEqual(['call ended']);
});

test('an attempt that is given up while it dials gives up the link', async () => {
  const told: string[] = [];
  const giveUp = dialByTicket(
    {
      ticket: async () => TICKET,
      direct({ presenterPeerId }) {
        told.push(`dialled ${presenterPeerId}`);
        return () => void told.push('gave up');
      },
      relay: () => () => {},
    },
    unused
  );
  await new Promise(setImmediate);
  giveUp();
  expect(told).toEqual(['dialled p-00000002', 'gave up']);
});
