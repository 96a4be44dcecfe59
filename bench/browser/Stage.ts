/** A session server in a process of its own, a site for its browsers, and people who come to a session. */
import { z } from 'zod';
import { createBrowserResponseSchema, joinBrowserResponseSchema } from '../../src/protocol/browserApi';
import { startSite, type Site } from '../../server/browser/testing/site';
import type { Opened } from '../bench';
import type { BrowserServerCalls } from '../processes/browserServer';
import { Program } from '../processes/Program';
import { PAGES, type PageName } from './pages';
import { Sink } from './Sink';
import { treeCpu } from './treeCpu';

/** With which somebody is let in. */
export interface Ticket {
  code: string;
  token: string;
}

export class Stage {
  private constructor(
    readonly url: string,
    readonly site: Site,
    private readonly pid: number
  ) {}

  static async start(opened: Opened): Promise<Stage> {
    const site = await startBenchSite(opened);
    const program = await opened.use(Program.start<BrowserServerCalls>('browserServer'), async (started) => {
      // Its browsers' folders go with it.
      await started.call('stop').catch(() => {});
      await started.kill();
    });
    return new Stage(await program.call('start', site.host), site, await program.call('pid'));
  }

  /** A session as its creator. */
  async create(name: PageName): Promise<Ticket> {
    const { shareCode, token } = createBrowserResponseSchema.parse(
      await this.post('create', { name: 'Ada', startUrl: this.site.url(`/${name}`) })
    );
    return { code: shareCode, token };
  }

  async join(code: string): Promise<Ticket> {
    const { token } = joinBrowserResponseSchema.parse(await this.post('join', { shareCode: code }));
    return { code, token };
  }

  async sinks(opened: Opened, code: string, count: number, codecs: Array<'jpeg' | 'h264'>): Promise<Sink[]> {
    const sinks: Sink[] = [];
    for (let number = 0; number < count; number++) {
      const ticket = await this.join(code);
      sinks.push(
        await opened.use(Sink.open(this.url, ticket, codecs), async (sink) => {
          sink.close();
          // A session may be over by then.
          await this.leave(ticket, 'leave').catch(() => {});
        })
      );
    }
    return sinks;
  }

  async leave({ code, token }: Ticket, how: 'leave' | 'end'): Promise<void> {
    await this.post(how, { shareCode: code }, token);
  }

  /** Milliseconds of CPU time so far, of the server, its browsers, and whatever else it has started. */
  cpu(): number {
    return treeCpu(this.pid);
  }

  private async post(path: string, body: object, token?: string): Promise<unknown> {
    const response = await fetch(`${this.url}/api/vm/shared/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { 'x-live-token': token }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path} was answered with ${response.status}: ${text}`);
    }
    return text === '' ? null : z.unknown().parse(JSON.parse(text));
  }
}

export async function startBenchSite(opened: Opened): Promise<Site> {
  const site = await opened.use(startSite(), (each) => each.close());
  Object.entries(PAGES).forEach(([name, html]) => site.page(`/${name}`, html));
  return site;
}
