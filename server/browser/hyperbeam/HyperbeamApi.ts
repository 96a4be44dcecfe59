/**
 * Hyperbeam's REST calls, as docs.hyperbeam.com has them. Its failures are not documented: that 401 and 403 mean the key, 404
 * that it is gone, 429 too many and 5xx its own trouble is assumed.
 */
import { z } from 'zod';
import { ProviderFailure } from '../provider';

/** Milliseconds within which it must have answered. */
const ANSWER_WITHIN = 15_000;

export interface HyperbeamApiOptions {
  apiKey: string;
  /** Without a trailing slash. */
  apiUrl: string;
  fetch: typeof fetch;
}

export interface NewMachine {
  start_url: string;
  /** In seconds. */
  timeout: { absolute: number; offline: number };
  /** While a machine with this tag runs, asking for another gives that one. */
  tag: string;
  auth?: { type: 'webhook'; value: { url: string; bearer: string } };
}

const machineSchema = z.object({
  session_id: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  embed_url: z.url().max(2048),
  admin_token: z.string().min(1).max(2048),
});
/** Of one that was there already nobody says that its admin token is told again. */
const foundSchema = machineSchema.pick({ session_id: true });
const stateSchema = z.object({ termination_date: z.string().nullish() });

export type Machine = z.infer<typeof machineSchema>;

/** Whether it may have done what was asked, though nobody was told so. */
export class UnclearFailure extends ProviderFailure {}

/** Every method rejects with ProviderFailure. */
export class HyperbeamApi {
  constructor(private readonly options: HyperbeamApiOptions) {}

  async create(wanted: NewMachine): Promise<Machine> {
    const machine = parsed(
      machineSchema,
      await this.call('POST', '/v0/vm', { control_disable_default: true, ...wanted })
    );
    const isSecret = new URL(machine.embed_url).protocol === 'https:' || this.options.apiUrl.startsWith('http:');
    if (!isSecret) {
      throw new UnclearFailure('failed', 'Hyperbeam gave a browser an address that is not https.');
    }
    return machine;
  }

  /** The id of the machine with this tag, which there is now if there was none. */
  async idOf(tag: string): Promise<string> {
    const asked = { tag, control_disable_default: true, timeout: { absolute: 60, offline: 60 } };
    return parsed(foundSchema, await this.call('POST', '/v0/vm', asked)).session_id;
  }

  async isRunning(id: string): Promise<boolean> {
    const answer = await this.call('GET', `/v0/vm/${id}`, null, { goneIs: null });
    return answer !== null && parsed(stateSchema, answer).termination_date == null;
  }

  /** Also where it is gone already. */
  async destroy(id: string): Promise<void> {
    await this.call('DELETE', `/v0/vm/${id}`, null, { goneIs: null });
  }

  /** False where Hyperbeam knows no such viewer. */
  async mayDrive(machine: Machine, viewerId: string, may: boolean): Promise<boolean> {
    const answer = await this.call('POST', '/setPermissions', [viewerId, { control_disabled: !may }], {
      goneIs: false,
      of: machine,
    });
    return answer !== false;
  }

  async disconnect(machine: Machine, viewerId: string): Promise<void> {
    await this.call('DELETE', `/users/${encodeURIComponent(viewerId)}`, null, { goneIs: null, of: machine });
  }

  /** What it answered, as JSON where it is that; `goneIs` instead of a refusal with 404. `of` asks a machine itself. */
  private async call(
    method: string,
    path: string,
    body: object | null,
    { goneIs, of }: { goneIs?: unknown; of?: Machine } = {}
  ): Promise<unknown> {
    const { apiUrl, apiKey, fetch: ask } = this.options;
    let answer: { status: number; text: string };
    try {
      const response = await ask(`${of ? baseOf(of) : apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${of?.admin_token ?? apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      answer = { status: response.status, text: await response.text() };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      throw new UnclearFailure(
        'failed',
        isLate ? `Hyperbeam did not answer within ${ANSWER_WITHIN / 1000} s.` : 'Hyperbeam cannot be reached.'
      );
    }
    if (answer.status === 404 && goneIs !== undefined) {
      return goneIs;
    }
    if (answer.status < 200 || answer.status > 299) {
      throw failureOf(answer.status);
    }
    try {
      return JSON.parse(answer.text);
    } catch {
      return {};
    }
  }
}

/** What a machine's own calls begin with: its address without the query, in which its token is. */
function baseOf({ embed_url: address }: Machine): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function failureOf(status: number): ProviderFailure {
  if (status === 401 || status === 403) {
    return new ProviderFailure(
      'unavailable',
      'Hyperbeam does not take HYPERBEAM_API_KEY; set it to a key that is valid.'
    );
  }
  if (status === 429) {
    return new ProviderFailure('busy', 'Hyperbeam has no room for another browser just now.');
  }
  return status >= 500
    ? new UnclearFailure('failed', `Hyperbeam has failed (${status}).`)
    : new ProviderFailure('failed', `Hyperbeam refused the call (${status}).`);
}

function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (!result.success) {
    throw new UnclearFailure('failed', 'Hyperbeam answered something else than its documentation says.');
  }
  return result.data;
}
