/** Attacks that only a real browser can suffer. */
import { offer, PeerClient } from '../server/testing/peerClient';
import { attendeeTicket } from '../server/testing/people';
import { attendeeRow, expect, joinSession, openGuide, startSession, test } from './stage';

test('hundreds of offers that are never followed up leave the presenter’s page well, and an honest attendee gets in', async ({
  stage,
}) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const before = await joinedOf(stage, code, 'Before');
  await expect(attendeeRow(presenter.page, 'Before')).toHaveAttribute('data-state', 'present');
  const sdp = await before.page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel('attack');
    const { sdp } = await connection.createOffer();
    connection.close();
    return sdp;
  });

  const sockets: PeerClient[] = [];
  for (let attempt = 0; attempt < 400; attempt++) {
    const attendeeId = Math.floor(attempt / 4)
      .toString(16)
      .padStart(32, '0');
    const ticket = await attendeeTicket(stage.server.url, code, attendeeId);
    const client = await PeerClient.open(stage.server.url, ticket);
    client.send(offer(ticket.presenterPeerId ?? '', 'dc_attack', { sdp: { type: 'offer', sdp } }));
    sockets.push(client);
  }
  await sockets.at(-1)?.settled();
  await joinedOf(stage, code, 'After');
  await expect(attendeeRow(presenter.page, 'Before')).toHaveAttribute('data-state', 'present');
  expect(presenter.errors).toEqual([]);
  sockets.forEach(({ ws }) => ws.terminate());
});

async function joinedOf(
  stage: { person(): Promise<{ page: import('@playwright/test').Page }> },
  code: string,
  name: string
) {
  const person = await stage.person();
  await joinSession(person.page, code, name);
  return person;
}
