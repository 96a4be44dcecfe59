/** TERM-3: frames that are written to sockets as they are, read by a real client. */
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { decodeFrame, type Frame } from '../../src/protocol/terminalFrames';
import { pack, type Packed } from './packed';

/** What a client makes of frames with a text of the server's own between each two. */
async function received(frames: Packed[]): Promise<Array<Frame | string | null>> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (socket, request) => {
    frames.forEach(({ bytes }, index) => {
      request.socket.write(bytes);
      socket.send(`text ${index}`);
    });
    socket.close();
  });
  const address = server.address();
  const client = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
  const messages: Array<Frame | string | null> = [];
  client.on('message', (data: Buffer, isBinary) => messages.push(isBinary ? decodeFrame(data) : data.toString('utf8')));
  await once(client, 'close');
  server.close();
  return messages;
}

it('TERM-3: comes as it was packed, at each length at which a WebSocket head changes its form', async () => {
  // The frame's own head has nine bytes more.
  const bodies = [0, 1, 116, 117, 65_526, 65_527, 200_000].map((length) => Buffer.alloc(length, 'ab'));
  const packed = bodies.map((body, number) => pack({ kind: 'output', number }, body));
  const messages = await received(packed);
  expect(messages).toHaveLength(2 * bodies.length);
  bodies.forEach((body, number) => {
    const frame = messages[2 * number];
    expect(frame).toMatchObject({ kind: 'output', number });
    expect(typeof frame === 'object' && frame?.kind === 'output' && body.equals(frame.bytes)).toBe(true);
    expect(messages[2 * number + 1]).toBe(`text ${number}`);
    expect(body.equals(packed[number].body)).toBe(true);
    expect(packed[number].length).toBe(9 + body.length);
  });
});

it('TERM-3: a resize and a screen, with their sizes', async () => {
  const size = { cols: 500, rows: 300 };
  const [resize, , screen] = await received([
    pack({ kind: 'resize', number: 2 ** 40, size }),
    pack({ kind: 'screen', number: 8, size }, Buffer.from('text')),
  ]);
  expect(resize).toEqual({ kind: 'resize', number: 2 ** 40, size });
  expect(screen).toMatchObject({ kind: 'screen', number: 8, size, bytes: Buffer.from('text') });
});
