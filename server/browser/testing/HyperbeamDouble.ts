/**
 * Hyperbeam's service as its documentation describes it (docs.hyperbeam.com, read in November 2026): create, get, list and
 * delete machines, a machine's own setPermissions and users. Machines are rows in a table; viewers are put into them by tests, as
 * Hyperbeam's own page would come. What is assumed, since no documentation says it, is marked so.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface Viewer {
  id: string;
  /** As of setPermissions, or of `control_disable_default`. */
  mayDrive: boolean;
  isConnected: boolean;
}

interface DoubleMachine {
  id: string;
  /** The first part of the path of its address. */
  path: string;
  token: string;
  adminToken: string;
  wanted: z.infer<typeof createSchema>;
  /** When it was over, or null. */
  terminated: string | null;
  viewers: Map<string, Viewer>;
}

const createSchema = z.object({
  start_url: z.string().optional(),
  timeout: z.object({ absolute: z.int().positive(), offline: z.int().positive() }).partial().optional(),
  tag: z.string().optional(),
  control_disable_default: z.boolean().default(false),
  auth: z.object({ type: z.literal('webhook'), value: z.object({ url: z.url(), bearer: z.string() }) }).optional(),
});
const answerSchema = z.object({
  authorized: z.literal(true),
  permissions: z.object({ control_disabled: z.boolean() }).optional(),
});
const permissionsSchema = z.tuple([z.string(), z.object({ control_disabled: z.boolean() })]);

/**
 * How the next calls go wrong: a status, no answer at all, an answer that is none; `lost` does what was asked, and the answer
 * never comes.
 */
export type Trouble = number | 'silent' | 'rubbish' | 'lost';

export class HyperbeamDouble {
  readonly apiKey = randomBytes(16).toString('hex');
  /** Calls as `METHOD path`. */
  readonly calls: string[] = [];
  readonly bodies: unknown[] = [];
  trouble: { on: RegExp; is: Trouble; times?: number } | null = null;
  private readonly machines = new Map<string, DoubleMachine>();
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<HyperbeamDouble> {
    const double = new HyperbeamDouble();
    double.server.listen(0, '127.0.0.1');
    await once(double.server, 'listening');
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get running(): DoubleMachine[] {
    return [...this.machines.values()].filter(({ terminated }) => terminated === null);
  }

  byTag(tag: string): DoubleMachine | undefined {
    return this.running.find(({ wanted }) => wanted.tag === tag);
  }

  /** As `visit`, where whoever created the machine is to be asked. `userdata` is what the page was given. */
  async ask(embedUrl: string, userdata: unknown): Promise<Viewer | null> {
    const viewer = this.visit(embedUrl);
    const machine = this.running.find(({ viewers }) => viewer !== null && viewers.has(viewer.id));
    if (!viewer || !machine?.wanted.auth) {
      return viewer;
    }
    machine.viewers.delete(viewer.id);
    const { url, bearer } = machine.wanted.auth.value;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        'hb-user-agent': 'test',
        'hb-connection-ip': '203.0.113.195',
      },
      body: JSON.stringify({ user_id: viewer.id, userdata }),
    });
    const parsed = answerSchema.safeParse(await answer.json().catch(() => null));
    if (answer.status !== 200 || !parsed.success) {
      return null;
    }
    viewer.mayDrive = !(parsed.data.permissions?.control_disabled ?? machine.wanted.control_disable_default);
    machine.viewers.set(viewer.id, viewer);
    return viewer;
  }

  /** Hyperbeam's page in somebody's browser. Null where it is not let in. */
  visit(embedUrl: string): Viewer | null {
    const url = new URL(embedUrl);
    const machine = this.running.find(
      ({ path, token }) => url.pathname === `/${path}` && url.searchParams.get('token') === token
    );
    if (!machine) {
      return null;
    }
    const viewer = { id: randomUUID(), mayDrive: !machine.wanted.control_disable_default, isConnected: true };
    machine.viewers.set(viewer.id, viewer);
    return viewer;
  }

  /** As one of its timeouts does. */
  terminate(tag: string): void {
    const machine = this.byTag(tag);
    if (machine) {
      this.over(machine);
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private over(machine: DoubleMachine): void {
    machine.terminated = new Date().toISOString();
    machine.viewers.forEach((viewer) => (viewer.isConnected = false));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { pathname } = new URL(url, this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const body: unknown = text === '' ? null : JSON.parse(text);
    const call = `${method} ${pathname}`;
    this.calls.push(call);
    this.bodies.push(body);
    const wrong = this.troubleFor(call);
    const send = (status: number, json: unknown) => {
      if (wrong === 'lost') {
        response.destroy();
      } else {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      }
    };
    if (wrong === 'silent') {
      return;
    }
    if (wrong === 'rubbish') {
      response.end('<html>');
      return;
    }
    if (typeof wrong === 'number') {
      // Assumed: the documentation shows no error.
      send(wrong, { error: 'as asked' });
      return;
    }
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (pathname === '/v0/vm' || pathname.startsWith('/v0/vm/')) {
      // Assumed: 401 for a key that is not taken.
      if (bearer !== this.apiKey) {
        send(401, { error: 'unauthorized' });
        return;
      }
      this.dispatch(method, pathname.slice('/v0/vm/'.length), body, send);
      return;
    }
    const [, path, ...rest] = pathname.split('/');
    const machine = this.running.find((each) => each.path === path);
    if (!machine) {
      // Assumed: a machine that is over has no address any more.
      send(404, { error: 'not found' });
    } else if (bearer !== machine.adminToken) {
      send(401, { error: 'unauthorized' });
    } else {
      this.session(machine, method, rest, body, send);
    }
  }

  private dispatch(method: string, id: string, body: unknown, send: (status: number, json: unknown) => void): void {
    if (method === 'POST' && id === '') {
      const wanted = createSchema.parse(body);
      const there = wanted.tag === undefined ? undefined : this.byTag(wanted.tag);
      if (there) {
        // Documented: the id and address of the one that runs; nothing is said of its admin token.
        send(200, { session_id: there.id, embed_url: this.embedUrl(there) });
        return;
      }
      const machine: DoubleMachine = {
        id: randomUUID(),
        path: randomBytes(16).toString('base64url'),
        token: randomBytes(32).toString('base64url'),
        adminToken: randomBytes(32).toString('base64url'),
        wanted,
        terminated: null,
        viewers: new Map(),
      };
      this.machines.set(machine.id, machine);
      send(200, { session_id: machine.id, embed_url: this.embedUrl(machine), admin_token: machine.adminToken });
      return;
    }
    if (method === 'GET' && id === '') {
      const results = this.running.map((each) => ({ id: each.id, creation_date: new Date(0).toISOString() }));
      send(200, { results, next: null });
      return;
    }
    const machine = this.machines.get(id);
    if (!machine || (method === 'DELETE' && machine.terminated !== null)) {
      // Assumed.
      send(404, { error: 'not found' });
    } else if (method === 'DELETE') {
      this.over(machine);
      send(200, { session_id: id });
    } else {
      send(200, {
        session_id: id,
        embed_url: this.embedUrl(machine),
        admin_token: machine.adminToken,
        // Assumed: null, or left out, while it runs.
        termination_date: machine.terminated,
      });
    }
  }

  private session(
    machine: DoubleMachine,
    method: string,
    [what, id]: string[],
    body: unknown,
    send: (status: number, json: unknown) => void
  ): void {
    const [viewerId, permissions] =
      what === 'setPermissions' ? permissionsSchema.parse(body) : [decodeURIComponent(id ?? ''), null];
    const viewer = machine.viewers.get(viewerId);
    if (!viewer) {
      // Assumed.
      send(404, { error: 'no such user' });
    } else if (method === 'POST' && permissions) {
      viewer.mayDrive = !permissions.control_disabled;
      send(200, {});
    } else if (method === 'DELETE' && what === 'users') {
      viewer.isConnected = false;
      machine.viewers.delete(viewerId);
      send(200, {});
    } else {
      send(404, { error: 'not found' });
    }
  }

  private embedUrl({ path, token }: DoubleMachine): string {
    return `${this.url}/${path}?token=${token}`;
  }

  private troubleFor(call: string): Trouble | null {
    const { trouble } = this;
    if (!trouble?.on.test(call) || trouble.times === 0) {
      return null;
    }
    if (trouble.times !== undefined) {
      trouble.times -= 1;
    }
    return trouble.is;
  }
}
