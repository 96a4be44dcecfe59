/** A page that shows a browser, as a program: a real socket, pictures decoded to their pixels. */
import jpeg from 'jpeg-js';
import { WebSocket } from 'ws';
import {
  decodePicture,
  viewEventSchema,
  type Picture,
  type ViewCall,
  type ViewEvent,
} from '../../../src/protocol/browserWire';
import { until } from '../../testing/until';

type State = Extract<ViewEvent, { type: 'state' }>;

export class View {
  readonly events: ViewEvent[] = [];
  readonly pictures: Picture[] = [];
  closedWith: number | null = null;
  /** Whether it says that it has shown a picture when one comes. */
  acknowledges = true;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        const picture = decodePicture(data);
        if (!picture) {
          throw new Error('no picture');
        }
        this.pictures.push(picture);
        if (this.acknowledges) {
          this.say({ type: 'seen', frame: picture.number });
        }
      } else {
        this.events.push(viewEventSchema.parse(JSON.parse(data.toString('utf8'))));
      }
    });
    socket.on('close', (code) => (this.closedWith = code));
    socket.on('error', () => {});
  }

  static async open(url: string): Promise<View> {
    const view = new View(new WebSocket(url));
    await until(() => view.socket.readyState === WebSocket.OPEN || view.closedWith !== null, 'the view socket');
    return view;
  }

  get state(): State | undefined {
    return this.all('state').at(-1);
  }

  get picture(): Picture | undefined {
    return this.pictures.at(-1);
  }

  all<T extends ViewEvent['type']>(type: T): Array<Extract<ViewEvent, { type: T }>> {
    return this.events.filter((event): event is Extract<ViewEvent, { type: T }> => event.type === type);
  }

  say(call: ViewCall): void {
    this.socket.send(JSON.stringify(call));
  }

  click(x: number, y: number, button: 'left' | 'right' = 'left'): void {
    const buttons = button === 'left' ? 1 : 2;
    this.say({ type: 'move', x, y, buttons: 0, modifiers: 0 });
    this.say({ type: 'button', is: 'down', x, y, button, buttons, clicks: 1, modifiers: 0 });
    this.say({ type: 'button', is: 'up', x, y, button, buttons: 0, clicks: 1, modifiers: 0 });
  }

  key(key: string, code: string, modifiers = 0): void {
    for (const is of ['down', 'up'] as const) {
      this.say({ type: 'key', is, key, code, location: 0, repeat: false, modifiers });
    }
  }

  /** Red, green and blue of the newest picture. */
  pixel(x: number, y: number): [number, number, number] | null {
    if (!this.picture) {
      return null;
    }
    const { data, width } = jpeg.decode(this.picture.bytes, { useTArray: true });
    const at = (y * width + x) * 4;
    return [data[at], data[at + 1], data[at + 2]];
  }

  /** Whether the newest picture has about this colour there. */
  shows(x: number, y: number, colour: readonly [number, number, number]): boolean {
    const found = this.pixel(x, y);
    return found !== null && found.every((part, index) => Math.abs(part - colour[index]) < 40);
  }

  async untilTitle(title: string): Promise<void> {
    const shown = () => this.state?.tabs.find(({ id }) => id === this.state?.shown);
    await until(() => shown()?.title === title, `the title ${title}`).catch((error: Error) => {
      throw new Error(`${error.message}, but ${JSON.stringify(shown())}`);
    });
  }

  close(): void {
    this.socket.terminate();
  }
}
