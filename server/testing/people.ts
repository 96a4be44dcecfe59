/** A presenter and attendees as they call the session server. */
import { randomBytes } from 'node:crypto';
import {
  attendeeTicketResponseSchema,
  createSessionResponseSchema,
  peerResponseSchema,
  relayResponseSchema,
  startResponseSchema,
  type AttendeeTicket,
  type PeerResponse,
  type StartResponse,
} from '../../src/protocol/directoryApi';
import { bearerHeader, call, type Answer } from './http';

export const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');

export class Presenter {
  readonly pageId = randomHex(8);

  private constructor(
    private readonly url: string,
    readonly code: string,
    readonly sessionId: string,
    readonly token: string,
    readonly presenterKey: string
  ) {}

  /** @param presenterKey of somebody who will prove that they have it; any other does for the directory */
  static async create(
    url: string,
    headers: Record<string, string> = {},
    presenterKey = randomBytes(32).toString('hex')
  ): Promise<Presenter> {
    const answer = await call(`${url}/api/sessions`, {
      method: 'POST',
      headers,
      json: { name: 'Logs for all', presenterName: 'Ada', presenterKey },
    });
    const { code, sessionId, directoryToken } = createSessionResponseSchema.parse(JSON.parse(answer.text));
    return new Presenter(url, code, sessionId, directoryToken, presenterKey);
  }

  /** The same presenter, calling another server (or the same one after a restart). */
  at(url: string): Presenter {
    return new Presenter(url, this.code, this.sessionId, this.token, this.presenterKey);
  }

  startCall(over: Record<string, unknown> = {}): Promise<Answer> {
    return this.call('POST', '/start', { ...this.about(), knownEpoch: 0, takeOver: false, ...over });
  }

  async start(over: Record<string, unknown> = {}): Promise<StartResponse> {
    return startResponseSchema.parse(JSON.parse((await this.startCall(over)).text));
  }

  peerCall(epoch: number, pageId = this.pageId): Promise<Answer> {
    return this.call('POST', '/peer', { pageId, epoch });
  }

  async peer(epoch: number): Promise<PeerResponse> {
    return peerResponseSchema.parse(JSON.parse((await this.peerCall(epoch)).text));
  }

  async relayTicket(epoch: number): Promise<string> {
    const answer = await this.call('POST', '/relay', { pageId: this.pageId, epoch });
    return relayResponseSchema.parse(JSON.parse(answer.text)).ticket;
  }

  lease(epoch: number, over: Record<string, unknown> = {}): Promise<Answer> {
    return this.call('PUT', '/lease', { ...this.about(), epoch, freeSlots: 150, ...over });
  }

  end(): Promise<Answer> {
    return this.call('DELETE', '');
  }

  call(method: string, path: string, json?: unknown): Promise<Answer> {
    return call(`${this.url}/api/sessions/${this.code}${path}`, { method, headers: bearerHeader(this.token), json });
  }

  private about() {
    return {
      sessionId: this.sessionId,
      name: 'Logs for all',
      presenterName: 'Ada',
      presenterKey: this.presenterKey,
      pageId: this.pageId,
    };
  }
}

export function ticketCall(url: string, code: string, attendeeId: string, headers = {}): Promise<Answer> {
  return call(`${url}/api/sessions/${code}/tickets`, { method: 'POST', headers, json: { attendeeId } });
}

export async function attendeeTicket(url: string, code: string, attendeeId = randomHex(16)): Promise<AttendeeTicket> {
  return attendeeTicketResponseSchema.parse(JSON.parse((await ticketCall(url, code, attendeeId)).text));
}
