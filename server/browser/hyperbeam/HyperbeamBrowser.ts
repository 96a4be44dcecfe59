/**
 * One browser at Hyperbeam. Its members see it by Hyperbeam's own page. Nobody drives unless Hyperbeam was told so for them: a
 * newcomer is one who only looks, and the admin token, which could do all, never leaves this server.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Control } from '../../../src/protocol/browserApi';
import { BROWSER_CLOSE, BROWSER_LIMITS } from '../limits';
import { ProviderFailure, type Member, type ProvidedBrowser } from '../provider';
import type { HyperbeamApi, Machine } from './HyperbeamApi';

const questionSchema = z.object({
  user_id: z.string().min(1).max(128),
  userdata: z.object({ pass: z.string().max(128) }),
});

export class HyperbeamBrowser implements ProvidedBrowser {
  readonly embedUrl: string;
  /** Member's ids by those that Hyperbeam knows them by, one for each of their tabs; the oldest first. */
  private readonly viewers = new Map<string, string>();
  private readonly removed = new Set<string>();
  /** Members' ids by what their pages show. */
  private readonly passes = new Map<string, string>();
  private control: Control = { mode: 'one', driver: null };

  constructor(
    readonly machine: Machine,
    private readonly api: HyperbeamApi,
    /** Whether Hyperbeam asks whom to let in. */
    private readonly isAsked: boolean,
    private readonly destroy: () => Promise<void>
  ) {
    this.embedUrl = machine.embed_url;
  }

  async setControl(control: Control): Promise<void> {
    const before = this.control;
    this.control = control;
    try {
      // Who may no longer comes first, so that never more do than should.
      const viewers = [...this.viewers].sort(
        ([, one], [, other]) => Number(this.drives(one)) - Number(this.drives(other))
      );
      for (const [viewerId, memberId] of viewers) {
        await this.tell(viewerId, this.drives(memberId));
      }
    } catch (error) {
      this.control = before;
      throw error;
    }
  }

  async introduce({ id }: Member, viewerId: string): Promise<void> {
    const owner = this.viewers.get(viewerId);
    if (this.removed.has(id)) {
      await this.api.disconnect(this.machine, viewerId);
      return;
    }
    // Who was there first has it: another who names it would steer somebody else's rights. Where Hyperbeam asks it is known.
    if (owner !== id && (owner !== undefined || this.isAsked)) {
      throw new ProviderFailure('failed', 'Somebody else is known to Hyperbeam by this id.');
    }
    const own = [...this.viewers].filter(([, memberId]) => memberId === id).map(([each]) => each);
    if (owner === undefined && own.length >= BROWSER_LIMITS.socketsPerUser) {
      this.viewers.delete(own[0]);
      await this.tell(own[0], false);
    }
    this.viewers.set(viewerId, id);
    await this.tell(viewerId, this.drives(id));
  }

  passFor({ id }: Member): string | null {
    if (!this.isAsked || this.removed.has(id)) {
      return null;
    }
    const known = [...this.passes].find(([, memberId]) => memberId === id)?.[0];
    const pass = known ?? randomBytes(32).toString('base64url');
    this.passes.set(pass, id);
    return pass;
  }

  /** Hyperbeam's question, and its answer as documented. */
  admit(question: unknown): { authorized: boolean; permissions?: { control_disabled: boolean } } {
    const parsed = questionSchema.safeParse(question);
    const memberId = parsed.success ? this.passes.get(parsed.data.userdata.pass) : undefined;
    if (!parsed.success || memberId === undefined) {
      return { authorized: false };
    }
    this.viewers.set(parsed.data.user_id, memberId);
    return { authorized: true, permissions: { control_disabled: !this.drives(memberId) } };
  }

  /** Its page has a way of its own. */
  attach(_member: Member, socket: WebSocket): void {
    socket.close(BROWSER_CLOSE.gone);
  }

  async remove(userId: string): Promise<void> {
    this.removed.add(userId);
    this.passes.forEach((memberId, pass) => memberId === userId && this.passes.delete(pass));
    const own = [...this.viewers].filter(([, memberId]) => memberId === userId).map(([viewerId]) => viewerId);
    own.forEach((viewerId) => this.viewers.delete(viewerId));
    await Promise.all(own.map((viewerId) => this.api.disconnect(this.machine, viewerId)));
  }

  end(): Promise<void> {
    return this.destroy();
  }

  private drives(memberId: string): boolean {
    return this.control.mode === 'everyone' || this.control.driver === memberId;
  }

  private async tell(viewerId: string, may: boolean): Promise<void> {
    if (!(await this.api.mayDrive(this.machine, viewerId, may))) {
      this.viewers.delete(viewerId);
    }
  }
}
