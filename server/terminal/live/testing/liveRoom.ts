/** A live session with its terminal on a real server, and people who come to it with what they have been told. */
import { attendeeTicketResponseSchema, terminalResponseSchema } from '../../../../src/protocol/directoryApi';
import { LIVE_PREFIXES, LIVE_TERMINAL_PATH, SUBPROTOCOL } from '../../../../src/protocol/terminalWire';
import { attendeeTicket, Presenter, randomHex } from '../../../testing/people';
import { World } from '../../../testing/room';
import { until } from '../../../testing/until';
import { TerminalClient, type ClientOptions } from '../../testing/terminalClient';

export interface Entry {
  ticket?: string;
  view?: string;
  typing?: string;
}

/** Opens a socket, says no hello; an HTTP status where the server refuses. */
export function knock(url: string, { ticket, view, typing }: Entry, options: ClientOptions = {}) {
  const protocols = [
    SUBPROTOCOL,
    ...(ticket === undefined ? [] : [`${LIVE_PREFIXES.ticket}${ticket}`]),
    ...(view === undefined ? [] : [`${LIVE_PREFIXES.view}${view}`]),
    ...(typing === undefined ? [] : [`${LIVE_PREFIXES.typing}${typing}`]),
  ];
  return TerminalClient.connect(`${url.replace('http', 'ws')}${LIVE_TERMINAL_PATH}`, protocols, options);
}

export class LiveRoom {
  private epoch = 0;
  private clients: TerminalClient[] = [];

  private constructor(
    readonly url: string,
    readonly presenter: Presenter
  ) {}

  static async create(url: string): Promise<LiveRoom> {
    const room = new LiveRoom(url, await Presenter.create(url));
    await room.enter();
    return room;
  }

  /** A new epoch, as after somebody was removed or a reload. */
  async enter(): Promise<void> {
    ({ epoch: this.epoch } = await this.presenter.start({ knownEpoch: this.epoch }));
  }

  call(wanted: { start?: boolean; typists?: string[]; epoch?: number; pageId?: string } = {}) {
    const { pageId } = this.presenter;
    return this.presenter.call('PUT', '/terminal', { pageId, epoch: this.epoch, start: true, typists: [], ...wanted });
  }

  async say(wanted: Parameters<LiveRoom['call']>[0] = {}) {
    return terminalResponseSchema.parse(JSON.parse((await this.call(wanted)).text));
  }

  async ticketOf(attendeeId: string): Promise<string> {
    const { terminal } = attendeeTicketResponseSchema.parse(
      await attendeeTicket(this.url, this.presenter.code, attendeeId)
    );
    return terminal ?? 'no.ticket.for.none.is.shared';
  }

  /** With a ticket of this attendee's id, which anybody may claim. */
  async knockAs(attendeeId: string, keys: Entry = {}, options: ClientOptions = {}) {
    const client = await knock(this.url, { ticket: await this.ticketOf(attendeeId), ...keys }, options);
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    this.clients.push(client);
    client.hello();
    await until(() => client.last('people') !== undefined || client.closed !== null, 'an answer');
    return client;
  }

  /** The presenter's own page, on a new socket. */
  async present(options: ClientOptions = {}) {
    const { ticket } = await this.say();
    const client = await knock(this.url, { ticket }, { name: '', ...options });
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    this.clients.push(client);
    client.hello();
    await until(() => client.last('people') !== undefined, 'the welcome');
    return client;
  }

  end(): void {
    this.clients.forEach(({ socket }) => socket.terminate());
  }
}

export const somebody = () => randomHex(16);

/** A server and live sessions for a file's tests, gone after each. */
export function liveRooms() {
  const world = new World();
  const rooms: LiveRoom[] = [];
  afterEach(async () => {
    rooms.splice(0).forEach((room) => room.end());
    await world.end();
  });

  const liveRoom = async (): Promise<LiveRoom> => {
    const room = await LiveRoom.create(world.url);
    rooms.push(room);
    return room;
  };
  const sharedRoom = async () => {
    await world.start();
    const room = await liveRoom();
    const ada = await room.present();
    return { room, ada, key: (await room.say()).key };
  };
  return { world, liveRoom, sharedRoom };
}
