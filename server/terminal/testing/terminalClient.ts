/** A client as the page is one: says hello, draws frames on a real xterm, says how much it has drawn. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/headless';
import { WebSocket } from 'ws';
import { until } from '../../testing/until';
import { decodeFrame, type Frame } from '../../../src/protocol/terminalFrames';
import {
  decode,
  fromServerSchema,
  KEY_PREFIX,
  SUBPROTOCOL,
  type FromClient,
  type FromServer,
  type Size,
} from '../../../src/protocol/terminalWire';

export interface ClientOptions {
  session?: string;
  /** What a program that is no browser may send otherwise. */
  headers?: Record<string, string>;
  key?: string;
  client?: string;
  name?: string;
  size?: Size;
  resume?: { run: string; frame: number } | null;
}

export class TerminalClient {
  readonly secret: string;
  readonly terminal: Terminal;
  readonly said: FromServer[] = [];
  readonly kinds: Array<Frame['kind']> = [];
  /** Number of the newest frame that was drawn. */
  drawn = 0;
  title = '';
  closed: number | null = null;
  bytes = 0;
  private inputs = 0;
  private acknowledged = 0;
  private readonly queue: Array<{ frame: Frame; length: number }> = [];
  private drawing = false;

  private constructor(
    readonly socket: WebSocket,
    private readonly options: ClientOptions
  ) {
    this.secret = options.client ?? randomBytes(16).toString('hex');
    const { cols, rows } = options.size ?? { cols: 80, rows: 24 };
    this.terminal = new Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true, logLevel: 'off' });
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
    this.terminal.onTitleChange((title) => (this.title = title));
    socket.on('message', (data: Buffer, isBinary) => this.hear(data, isBinary));
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => {});
  }

  /** Opens a socket; resolves to an HTTP status where the server refuses. */
  static async open(port: number, options: ClientOptions = {}): Promise<TerminalClient | number> {
    const { session = 'test', key, headers = { origin: `http://localhost:${port}` } } = options;
    const url = `ws://localhost:${port}/socket?session=${encodeURIComponent(session)}`;
    const protocols = [SUBPROTOCOL, ...(key === undefined ? [] : [`${KEY_PREFIX}${key}`])];
    return TerminalClient.connect(url, protocols, { ...options, headers });
  }

  /** The same at another server's endpoint, with what it asks for. */
  static async connect(
    url: string,
    protocols: string[],
    options: ClientOptions = {}
  ): Promise<TerminalClient | number> {
    const socket = new WebSocket(url, protocols, { headers: options.headers, perMessageDeflate: false });
    const client = new TerminalClient(socket, options);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.once('error', reject);
    });
  }

  /** Comes in and has the first screen. */
  static async join(port: number, options: ClientOptions = {}): Promise<TerminalClient> {
    const client = await TerminalClient.open(port, options);
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    client.hello();
    await until(() => client.last('people') !== undefined || client.closed !== null, 'the welcome');
    return client;
  }

  hello(): void {
    const { name = 'Ada', size = { cols: 80, rows: 24 }, resume = null } = this.options;
    this.say({ type: 'hello', client: this.secret, name, ...size, resume });
  }

  say(message: FromClient): void {
    this.socket.send(JSON.stringify(message));
  }

  type(data: string, seq = (this.inputs += 1)): void {
    this.inputs = Math.max(this.inputs, seq);
    this.say({ type: 'input', seq, data });
  }

  /** The newest message of a kind. */
  last<T extends FromServer['type']>(type: T): Extract<FromServer, { type: T }> | undefined {
    return this.said.filter((each): each is Extract<FromServer, { type: T }> => each.type === type).pop();
  }

  get welcome(): Extract<FromServer, { type: 'welcome' }> {
    const welcome = this.last('welcome');
    if (!welcome) {
      throw new Error('not welcomed');
    }
    return welcome;
  }

  /** The screen and the newest 300 lines above it, lines that were wrapped joined. */
  get text(): string {
    const { active } = this.terminal.buffer;
    let text = '';
    for (let row = Math.max(0, active.baseY - 300); row < active.length; row += 1) {
      const line = active.getLine(row);
      text += `${line?.isWrapped || text === '' ? '' : '\n'}${line?.translateToString(true)}`;
    }
    return text;
  }

  async sees(what: string | RegExp): Promise<void> {
    const isThere = () => (typeof what === 'string' ? this.text.includes(what) : what.test(this.text));
    try {
      await until(isThere, String(what));
    } catch {
      throw new Error(`${what} is not in:\n${this.text.slice(-2000)}`);
    }
  }

  /** Nothing is left to be drawn. */
  get isIdle(): boolean {
    return this.queue.length === 0 && !this.drawing;
  }

  async leave(): Promise<void> {
    if (this.closed === null) {
      const gone = once(this.socket, 'close');
      this.socket.close();
      await gone;
    }
  }

  private hear(data: Buffer, isBinary: boolean): void {
    if (!isBinary) {
      const message = decode(fromServerSchema, data.toString('utf8'));
      if (!message) {
        throw new Error(`the server said ${data.toString('utf8')}`);
      }
      this.said.push(message);
      return;
    }
    const frame = decodeFrame(data);
    if (!frame) {
      throw new Error('the server sent what is no frame');
    }
    this.kinds.push(frame.kind);
    this.bytes += data.length;
    this.queue.push({ frame, length: data.length });
    this.draw();
  }

  private draw(): void {
    const next = this.drawing ? undefined : this.queue.shift();
    if (!next) {
      return;
    }
    this.drawing = true;
    const { frame, length } = next;
    const done = () => {
      this.drawn = frame.number;
      this.acknowledged += length;
      this.drawing = false;
      if (this.socket.readyState === WebSocket.OPEN) {
        this.say({ type: 'drawn', bytes: this.acknowledged });
      }
      this.draw();
    };
    if (frame.kind === 'resize') {
      this.terminal.resize(frame.size.cols, frame.size.rows);
      done();
      return;
    }
    if (frame.kind === 'screen') {
      this.terminal.reset();
      this.terminal.resize(frame.size.cols, frame.size.rows);
    }
    this.terminal.write(frame.bytes, done);
  }
}
