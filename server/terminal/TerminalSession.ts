/** One shared shell: its output to everybody, everybody's input to it, and who is there. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { FrameLog } from './FrameLog';
import { Gatherer } from './Gatherer';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { pack, type Packed } from './packed';
import { Pace } from './Pace';
import { Place, type Wire } from './Place';
import { Places } from './Places';
import { ScreenModel } from './ScreenModel';
import type { Shell, ShellEvents } from './Shell';
import { Spaced } from '../Spaced';
import type { Access, FromClient, FromServer, Size } from '../../src/protocol/terminalWire';

export interface SessionDeps {
  /** For the audit. */
  name: string;
  /** Code of the screen model's thread. */
  modelCode: string;
  /** What stands at the top before the shell says anything; empty where the page around says it. */
  welcome: string;
  startShell(size: Size, events: ShellEvents): Shell;
  clock: Clock;
  log: Logger;
  /** How long a shell that nobody is connected to goes on, in milliseconds; null as long as its owner lets it. */
  lingerMs: number | null;
  /** Once, when the shell is over. Its processes are still being ended. */
  onOver(): void;
}

type Hello = Extract<FromClient, { type: 'hello' }>;
type Why = Extract<FromServer, { type: 'ended' }>['why'];

export class TerminalSession {
  readonly run = randomBytes(16).toString('hex');
  private readonly frames = new FrameLog();
  private readonly output: Gatherer;
  private readonly model: ScreenModel;
  private readonly shell: Shell;
  private readonly places = new Places();
  private ids = 0;
  private ruler: Place | null = null;
  /** Since when output is counted, and how much came since. */
  private readonly pace: Pace;
  private linger: NodeJS.Timeout | null = null;
  private ending: Promise<void> | null = null;
  /** One person's messages, thousands of which may be read at once, are not to be as many for everybody. */
  private readonly announcing = new Spaced(LIMITS.announceEvery, () => this.announceNow());
  private readonly resizing = new Spaced(LIMITS.resizeEvery, () => this.resizeNow());
  private wanted: Size;

  constructor(
    private readonly deps: SessionDeps,
    private size: Size
  ) {
    this.wanted = size;
    this.pace = new Pace(deps.clock);
    this.output = new Gatherer(deps.clock, (bytes) => this.publish(bytes));
    this.model = new ScreenModel(deps.modelCode, size, {
      onDrawn: (number) => {
        this.frames.modelKnows(number);
        this.balance();
      },
      // A program that asks and never reads would fill our memory with answers.
      onAnswer: (data) => this.shell.reads && this.shell.type(data),
      onFailure: (error) => {
        deps.log.error({ err: error, session: deps.name }, 'screen model failed');
        void this.end('closed', null);
      },
    });
    try {
      this.shell = deps.startShell(size, {
        onOutput: (bytes) => this.isOver || this.output.take(bytes),
        onExit: (code) => {
          this.output.flush();
          void this.end('exited', code);
        },
      });
    } catch (error) {
      // Whoever asks again and again while this machine has no pty left would leave a thread behind each time.
      void this.model.end();
      throw error;
    }
    if (deps.welcome !== '') {
      this.output.take(Buffer.from(`\x1b[2m${deps.welcome}\x1b[0m\r\n`));
    }
    // Nobody may ever come, when the one who started it is cut off meanwhile.
    this.startLinger();
  }

  get pid(): number {
    return this.shell.pid;
  }

  /** Who is connected now. */
  get present(): number {
    return this.places.here().length;
  }

  get isFull(): boolean {
    return this.present >= LIMITS.clientsPerSession;
  }

  get isOver(): boolean {
    return this.ending !== null;
  }

  /**
   * Brings somebody in, or back to their place.
   * @param as `owner` tells people apart who are let in differently: with the secret of somebody else, one has a place of
   *   one's own and takes nobody's
   */
  join(wire: Wire, hello: Hello, { access, owner, rules }: { access: Access; owner: string; rules: boolean }): Place {
    const secret = `${owner} ${hello.client}`;
    const known = this.places.get(secret);
    const size = { cols: hello.cols, rows: hello.rows };
    const place =
      known ??
      new Place(
        (this.ids += 1),
        access,
        owner,
        rules,
        { name: hello.name, size },
        {
          log: this.frames,
          screen: (scrollback) => this.model.screen(scrollback),
          isFlooded: () => this.pace.isFlood,
        }
      );
    this.places.enter(secret, place);
    this.stopLinger();
    place.access = access;
    place.name = hello.name || `Guest ${place.id}`;
    place.size = size;
    this.deps.log.info({ ...this.line(place), back: known !== undefined }, 'terminal joined');
    wire.text(
      JSON.stringify({ type: 'welcome', run: this.run, you: place.id, access, input: place.input } satisfies FromServer)
    );
    place.attach(wire, hello.resume?.run === this.run ? hello.resume.frame : null);
    if (rules && !this.ruler?.isHere) {
      this.rule(place);
    } else if (this.ruler === place) {
      this.resize(place.size);
    }
    this.announce();
    return place;
  }

  /** The socket of a place is gone. */
  leave(place: Place, wire: Wire): void {
    if (!place.holds(wire)) {
      return;
    }
    place.detach();
    this.sayTyped(place);
    this.deps.log.info(this.line(place), 'terminal left');
    this.places.leave(place);
    const next = this.places.here().find((each) => each.rules && each.access === 'type');
    if (this.ruler === place && next) {
      this.rule(next);
    }
    if (this.present === 0) {
      this.startLinger();
    }
    this.announce();
  }

  /** What somebody says who is in. What opens something is for who knows the keys. */
  hear(place: Place, message: Exclude<FromClient, { type: 'hello' | 'read-link' | 'typing' }>): void {
    switch (message.type) {
      case 'input':
        this.type(place, message);
        break;
      case 'size':
        place.size = { cols: message.cols, rows: message.rows };
        if (this.ruler === place) {
          this.resize(place.size);
        }
        break;
      case 'take-size':
        if (place.rules && place.access === 'type' && this.ruler !== place) {
          this.rule(place);
          this.announce();
        }
        break;
      case 'name':
        place.name = message.name || `Guest ${place.id}`;
        this.announce();
        break;
      case 'drawn':
        place.hasDrawn(message.bytes);
        break;
    }
  }

  /** Lets somebody who is in type from now on, or no longer. */
  setAccess(place: Place, access: Access): void {
    if (place.access !== access) {
      place.access = access;
      this.deps.log.info(this.line(place), 'terminal access');
      place.say({ type: 'access', access });
      this.announce();
    }
  }

  /**
   * Whether more that somebody types can be taken. Where one has filled the shell the others have some keys left, since who
   * is read no more is soon shown nothing more.
   */
  takesInputOf(place: Place): boolean {
    return this.shell.reads || place.unread < LIMITS.unreadOfOne;
  }

  /** Ends shell, processes and everybody's socket. Resolves when the processes are gone. */
  end(why: Why, code: number | null): Promise<void> {
    this.ending ??= this.endNow(why, code);
    return this.ending;
  }

  private async endNow(why: Why, code: number | null): Promise<void> {
    this.deps.log.info({ session: this.deps.name, why, code }, 'terminal ended');
    this.deps.onOver();
    this.stopLinger();
    this.places.stop();
    this.output.stop();
    this.announcing.stop();
    this.resizing.stop();
    for (const place of this.places.here()) {
      place.say({ type: 'ended', why, code });
      place.close(1000);
    }
    await Promise.all([this.shell.end(), this.model.end()]);
  }

  private type(place: Place, { seq, data }: Extract<FromClient, { type: 'input' }>): void {
    if (place.access !== 'type') {
      return;
    }
    if (place.isRefused || this.shell.isFull) {
      place.refuse();
      return;
    }
    // Said again after an outage, because the answer was lost and not the input.
    if (seq > place.input) {
      place.unread = this.shell.reads ? 0 : place.unread + data.length;
      place.input = seq;
      place.typed.bytes += data.length;
      this.shell.type(data);
      this.output.hurry();
      if (this.deps.clock.monotonic() - place.typed.saidAt > LIMITS.typedEvery) {
        this.sayTyped(place);
      }
    }
    place.acknowledge();
  }

  private sayTyped(place: Place): void {
    if (place.typed.bytes > 0) {
      this.deps.log.info({ ...this.line(place), bytes: place.typed.bytes }, 'terminal typed');
      place.typed = { bytes: 0, saidAt: this.deps.clock.monotonic() };
    }
  }

  private publish(bytes: Uint8Array): void {
    const number = this.frames.next;
    const frame = pack({ kind: 'output', number }, bytes);
    this.spread(frame);
    this.model.output(number, frame.body);
    this.pace.count(frame.length);
    this.balance();
  }

  private spread(frame: Packed): void {
    this.frames.push(frame);
    this.places.here().forEach((place) => place.send(frame));
  }

  /** The shell waits while the model is too far behind, and for nobody else. */
  private balance(): void {
    const { behindBytes } = this.model;
    if (behindBytes > LIMITS.modelBehindBytes) {
      this.shell.hold(true);
    } else if (behindBytes < LIMITS.modelBehindBytes / 2) {
      this.shell.hold(false);
    }
  }

  private rule(place: Place): void {
    this.ruler = place;
    this.resize(place.size);
  }

  private resize(size: Size): void {
    this.wanted = size;
    if (!this.isOver) {
      this.resizing.ask();
    }
  }

  private resizeNow(): void {
    const size = this.wanted;
    if (size.cols === this.size.cols && size.rows === this.size.rows) {
      return;
    }
    this.output.flush();
    this.size = size;
    const number = this.frames.next;
    this.spread(pack({ kind: 'resize', number, size }));
    this.model.resize(number, size);
    this.shell.resize(size);
  }

  private announce(): void {
    this.output.serve(this.present);
    if (!this.isOver) {
      this.announcing.ask();
    }
  }

  private announceNow(): void {
    const here = this.places.here();
    const people = here.map(({ id, name, access }) => ({ id, name, access }));
    const text = JSON.stringify({
      type: 'people',
      people,
      ruler: this.ruler?.isHere ? this.ruler.id : null,
    } satisfies FromServer);
    here.forEach((place) => place.sayText(text));
  }

  private startLinger(): void {
    this.stopLinger();
    const { lingerMs } = this.deps;
    if (lingerMs !== null) {
      this.linger = setTimeout(() => void this.end('gone', null), lingerMs);
    }
  }

  private stopLinger(): void {
    if (this.linger) {
      clearTimeout(this.linger);
      this.linger = null;
    }
  }

  private line({ id, name, access, owner }: Place) {
    return { session: this.deps.name, person: id, name, access, ...(owner !== access && { as: owner }) };
  }
}
