import { createHmac } from 'node:crypto';
import { TIMES } from '../src/protocol/limits';
import { SERVER_LIMITS } from './serverLimits';
import { FakeClock } from './testing/fakeClock';
import { Tickets } from './tickets';
import { TokenBucket } from '../src/protocol/tokenBucket';
import { UsedOnce } from './memory/UsedOnce';
import { memoryStores } from './memory/memoryStores';
import { describeStores } from './testing/storeKinds';

const SESSION = 'a'.repeat(32);
const SECRET = 's'.repeat(32);
const ticketsAt = (clock: FakeClock) => new Tickets(SECRET, clock, memoryStores(clock).tickets);
const CLAIMS = { code: '7K3M9Q', session: SESSION, presenterKey: 'a'.repeat(64) };

describeStores('DIR-6: tickets', (onTrial) => {
  const issuer = (secret = SECRET) => new Tickets(secret, onTrial().clock, onTrial().stores.tickets);

  it('open once, for the peer id that they name', async () => {
    const tickets = issuer();
    const { peerId, ticket } = await tickets.issue(SESSION, { role: 'presenter' });
    expect(await tickets.redeem(ticket, 'p-another')).toEqual({ kind: 'invalid' });
    expect(await tickets.read(ticket)).toEqual({ session: SESSION, peerId, subject: { role: 'presenter' } });
    expect(await tickets.redeem(ticket, peerId)).toMatchObject({ kind: 'valid', ticket: { peerId } });
    expect(await tickets.redeem(ticket, peerId)).toEqual({ kind: 'used' });
  });

  it('open once also when two sockets show one at the same moment', async () => {
    const tickets = issuer();
    const { peerId, ticket } = await tickets.issue(SESSION, { role: 'presenter' });
    const both = await Promise.all([tickets.redeem(ticket, peerId), tickets.redeem(ticket, peerId)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['used', 'valid']);
  });

  it('of another secret, of another run, without a signature or changed by a bit are none', async () => {
    const tickets = issuer();
    const { ticket } = await tickets.issue(SESSION, { role: 'presenter' });
    const [header, body, signature] = ticket.split('.');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const resigned = createHmac('sha256', SECRET).update(`${header}.${body}`).digest('base64url');
    for (const forged of [
      (await issuer('t'.repeat(32)).issue(SESSION, { role: 'presenter' })).ticket,
      (
        await new Tickets(SECRET, onTrial().clock, memoryStores(onTrial().clock).tickets).issue(SESSION, {
          role: 'presenter',
        })
      ).ticket,
      `${unsigned}.${body}.`,
      `${unsigned}.${body}.${signature}`,
      `${header}.${body}.${resigned}`,
      `${header}.${body}`,
      `${header}.${body.slice(0, -1)}${body.endsWith('A') ? 'B' : 'A'}.${signature}`,
      '',
    ]) {
      expect(await tickets.read(forged)).toBeNull();
    }
  });

  it('SRV-2: open once at all servers together', async () => {
    const { ticket, peerId } = await issuer().issue(SESSION, { role: 'presenter' });
    const elsewhere = new Tickets(SECRET, onTrial().clock, onTrial().others.tickets);
    const both = await Promise.all([issuer(), elsewhere].map((each) => each.redeem(ticket, peerId)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(['used', 'valid']);
    const relayTicket = await elsewhere.issueRelay(SESSION, { role: 'attendee', attendeeId: 'b'.repeat(32) });
    expect(await issuer().redeemRelay(relayTicket)).toMatchObject({ session: SESSION });
    expect(await elsewhere.redeemRelay(relayTicket)).toBeNull();
  });

  it('are not used when their time is over, nor in another run', async () => {
    const book = onTrial().stores.tickets;
    const { id: run, now } = await book.run();
    expect(await book.use({ id: 'late', run, expires: now - 1 })).toBe(false);
    expect(await book.use({ id: 'other', run: 'another run', expires: now + 10_000 })).toBe(false);
    expect(await book.use({ id: 'late', run, expires: now + 10_000 })).toBe(true);
  });
});

it('DIR-6: a ticket ends after 60 s', async () => {
  const clock = new FakeClock();
  const tickets = ticketsAt(clock);
  const { ticket } = await tickets.issue(SESSION, { role: 'presenter' });
  clock.advance(TIMES.ticket - 1);
  expect(await tickets.read(ticket)).not.toBeNull();
  clock.advance(1);
  expect(await tickets.read(ticket)).toBeNull();
});

describe('DIR-2: directory tokens', () => {
  it('outlive a restart with the same secret, and end after 30 days', async () => {
    const clock = new FakeClock();
    const token = await ticketsAt(clock).issueDirectoryToken(CLAIMS);
    const after = ticketsAt(clock);
    expect(await after.readDirectoryToken(token)).toEqual(CLAIMS);
    clock.advance(SERVER_LIMITS.directoryTokenSeconds * 1000);
    expect(await after.readDirectoryToken(token)).toBeNull();
  });

  it('pass for no ticket, and tickets for no directory token', async () => {
    const tickets = ticketsAt(new FakeClock());
    const { ticket } = await tickets.issue(SESSION, { role: 'presenter' });
    expect(await tickets.read(await tickets.issueDirectoryToken(CLAIMS))).toBeNull();
    expect(await tickets.readDirectoryToken(ticket)).toBeNull();
  });
});

describe('used once', () => {
  it('refuses a second use until it has expired, and everything new when it is full', () => {
    const used = new UsedOnce(2);
    expect([used.use('a', 10, 0), used.use('a', 10, 9), used.use('b', 20, 0)]).toEqual([true, false, true]);
    expect(used.use('c', 30, 9)).toBe(false);
    expect(used.use('c', 30, 10)).toBe(true);
  });
});

describe('token bucket', () => {
  it('lets a burst through, then so many a second, and never saves up more than the burst', () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
    const takes = (now: number) => [1, 2, 3, 4].map(() => bucket.take(now)).filter(Boolean).length;
    expect([takes(0), takes(499), takes(1000), takes(60_000)]).toEqual([3, 0, 2, 3]);
  });
});
