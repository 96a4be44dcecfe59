/** What became of the frames of a run, by target and message type; and what went wrong, with what makes it again. */
import { bytesToHex } from '../../protocol/bytes';

/** How far one frame got. */
export interface Fate {
  /** A key was tried on it. */
  crypto: boolean;
  /** It was JSON that a schema looked at, or a header that was read. */
  schema: boolean;
  /** Nobody was told of it as of a message. */
  refused: boolean;
}

export interface Counts {
  frames: number;
  crypto: number;
  schema: number;
  /** Either of the two. */
  deep: number;
  refused: number;
}

const none = (): Counts => ({ frames: 0, crypto: 0, schema: 0, deep: 0, refused: 0 });

export interface Finding {
  target: string;
  /** Makes the round again. */
  seed: number;
  what: string;
  /** The last frame that was sent, as hex. */
  frame: string;
}

export class Tally {
  readonly findings: Finding[] = [];
  private readonly counts = new Map<string, Counts>();
  private at = { target: '', seed: 0 };
  private last: Uint8Array = new Uint8Array(0);

  /** What is counted and found from now on belongs to this round. */
  begin(target: string, seed: number): void {
    this.at = { target, seed };
    this.last = new Uint8Array(0);
  }

  /** To be said before the frame is sent, so that what it breaks can be told. */
  sending(frame: Uint8Array): void {
    this.last = frame;
  }

  count(type: string, fate: Fate): void {
    const key = `${this.at.target} ${type}`;
    const counts = this.counts.get(key) ?? none();
    this.counts.set(key, counts);
    counts.frames++;
    counts.crypto += Number(fate.crypto);
    counts.schema += Number(fate.schema);
    counts.deep += Number(fate.crypto || fate.schema);
    counts.refused += Number(fate.refused);
  }

  /** As text, for another process. */
  write(): string {
    return JSON.stringify({ counts: [...this.counts], findings: this.findings });
  }

  /** What another process wrote. */
  add(text: string): void {
    const { counts, findings } = JSON.parse(text) as { counts: Array<[string, Counts]>; findings: Finding[] };
    counts.forEach(([key, each]) => this.counts.set(key, each));
    this.findings.push(...findings);
  }

  find(what: string, frame: Uint8Array = this.last): void {
    this.findings.push({ ...this.at, what, frame: bytesToHex(frame) });
  }

  /** Of one target, or of all. */
  total(target?: string): Counts {
    const sum = none();
    for (const [key, counts] of this.counts) {
      if (target === undefined || key.startsWith(`${target} `)) {
        for (const name of ['frames', 'crypto', 'schema', 'deep', 'refused'] as const) {
          sum[name] += counts[name];
        }
      }
    }
    return sum;
  }

  /** Over all targets, the types with the fewest frames first. */
  byType(): Array<{ type: string } & Counts> {
    const types = [...new Set([...this.counts.keys()].map((key) => key.slice(key.indexOf(' ') + 1)))];
    return types
      .map((type) => {
        const sum = { type, ...none() };
        for (const [key, counts] of this.counts) {
          if (key.endsWith(` ${type}`)) {
            for (const name of ['frames', 'crypto', 'schema', 'deep', 'refused'] as const) {
              sum[name] += counts[name];
            }
          }
        }
        return sum;
      })
      .sort((one, other) => one.frames - other.frames);
  }
}
