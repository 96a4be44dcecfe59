/**
 * `npm run terminal:check -- URL`: tries a shared terminal that runs, as four people would use it: sharing, isolation,
 * history, ending. Ends with PASS or FAIL, and exit code 0 or 1. TERMINAL_TOKEN is its key, where it has one.
 */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { decodeFrame } from '../src/protocol/terminalFrames';
import { decode, fromServerSchema, KEY_PREFIX, SUBPROTOCOL, type FromClient } from '../src/protocol/terminalWire';
import { checkServer, step, until } from './checkServer';

const PATIENCE = 15_000;

/** One who reads along; the screen is not drawn, only looked through for words. */
class Visitor {
  text = '';
  run = '';
  private inputs = 0;
  private bytes = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        const frame = decodeFrame(data);
        this.bytes += data.length;
        this.say({ type: 'drawn', bytes: this.bytes });
        if (frame && frame.kind !== 'resize') {
          this.text = (frame.kind === 'screen' ? '' : this.text) + Buffer.from(frame.bytes).toString('utf8');
        }
      } else {
        const message = decode(fromServerSchema, data.toString('utf8'));
        if (message?.type === 'welcome') {
          this.run = message.run;
        }
      }
    });
  }

  static async join(base: URL, session: string): Promise<Visitor> {
    const address = new URL(`/socket?session=${session}`, base);
    address.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    const token = process.env.TERMINAL_TOKEN;
    const protocols = [SUBPROTOCOL, ...(token ? [`${KEY_PREFIX}${token}`] : [])];
    const socket = new WebSocket(address, protocols, { origin: base.origin });
    const visitor = new Visitor(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    const client = randomBytes(16).toString('hex');
    visitor.say({ type: 'hello', client, name: 'Check', cols: 80, rows: 24, resume: null });
    await until(() => visitor.run !== '', 'a welcome', PATIENCE);
    return visitor;
  }

  type(line: string): void {
    this.say({ type: 'input', seq: (this.inputs += 1), data: `${line}\r` });
  }

  sees(word: string): Promise<void> {
    return until(() => this.text.includes(word), `"${word}" on the screen`, PATIENCE);
  }

  leave(): void {
    this.socket.close();
  }

  private say(message: FromClient): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }
}

/** A word that stands in the output alone: the line that prints it has it in two parts. */
function secret(): { word: string; command: string } {
  const word = randomBytes(6).toString('hex');
  return { word, command: `echo ${word.slice(0, 6)}""${word.slice(6)}` };
}

async function check(base: URL): Promise<void> {
  const id = () => `check-${randomBytes(6).toString('hex')}`;
  const [one, other] = [id(), id()];
  const said = secret();
  const visitors: Visitor[] = [];
  const join = async (session: string) => {
    const visitor = await Visitor.join(base, session);
    visitors.push(visitor);
    return visitor;
  };
  try {
    await step('the page is there, and a bad id is refused', async () => {
      const page = await fetch(new URL(`/?session=${one}`, base));
      const bad = await fetch(new URL('/?session=no%20id', base));
      if (page.status !== 200 || bad.status !== 400) {
        throw new Error(`the page answered ${page.status}, a bad id ${bad.status}`);
      }
    });
    const ada = await join(one);
    const bob = await join(one);
    await step('sharing: two people are in one shell', async () => {
      ada.type(said.command);
      await Promise.all([ada.sees(said.word), bob.sees(said.word)]);
      const answer = secret();
      bob.type(answer.command);
      await Promise.all([ada.sees(answer.word), bob.sees(answer.word)]);
    });
    await step('isolation: another session is another shell', async () => {
      const eve = await join(other);
      const own = secret();
      eve.type(own.command);
      await eve.sees(own.word);
      if (eve.text.includes(said.word) || ada.text.includes(own.word)) {
        throw new Error('one session shows what was written in another');
      }
    });
    await step('history: a newcomer sees what was before', async () => {
      await (await join(one)).sees(said.word);
    });
    await step('ending: the shell is over when all are gone', async () => {
      const { run } = ada;
      visitors.splice(0).forEach((visitor) => visitor.leave());
      const limit = Date.now() + 4 * PATIENCE;
      for (let wait = 8000; ; wait += 4000) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        const late = await Visitor.join(base, one);
        late.leave();
        if (late.run !== run) {
          return;
        }
        if (Date.now() > limit) {
          throw new Error('the shell was still there (is TERMINAL_LINGER_MS longer than some seconds?)');
        }
      }
    });
  } finally {
    visitors.forEach((visitor) => visitor.leave());
  }
}

checkServer('npm run terminal:check -- http://localhost:57575', check);
