/**
 * Boxes that every server can post to, as channels of Redis. Who listens is counted by Redis, so a server that was killed
 * listens to nothing. While Redis is away, posts reach the listeners of this server.
 */
import { z } from 'zod';
import { MemoryExchange } from '../memory/MemoryExchange';
import type { Exchange } from '../stores/Exchange';
import { StoreFailure } from '../stores/Stores';
import type { Undo } from '../undo';
import { channelOf, boxOfChannel } from './keys';
import type { Redis } from './Redis';

const PUBLISH = `return redis.call('PUBLISH', ARGV[1], ARGV[2])`;
const COUNT = `
  local counts = {}
  for index, channel in ipairs(ARGV) do
    counts[index] = redis.call('PUBSUB', 'NUMSUB', channel)[2]
  end
  return counts`;

export class RedisExchange implements Exchange {
  private readonly here = new MemoryExchange();

  constructor(private readonly redis: Redis) {
    redis.onMessage((channel, message) => this.heard(channel, message));
    redis.onBack(() => this.giveUpOthers());
  }

  async listen(box: string, take: (message: Buffer) => void): Promise<Undo> {
    const channel = channelOf(box);
    const remove = this.here.add(box, take);
    const undo = () => {
      remove();
      if (!this.here.has(box)) {
        this.redis.unsubscribe(channel);
      }
    };
    try {
      await this.redis.subscribe(channel);
    } catch (error) {
      undo();
      throw error;
    }
    return undo;
  }

  post(box: string, message: Uint8Array, told?: (heard: boolean) => void): void {
    if (!this.redis.up) {
      this.here.post(box, message, told);
      return;
    }
    this.redis.run(PUBLISH, [], [channelOf(box), Buffer.from(message)]).then(
      (listeners) => told?.(listeners !== 0),
      () => told?.(false)
    );
  }

  async listeners(boxes: readonly string[]): Promise<number[]> {
    if (boxes.length === 0) {
      return [];
    }
    const counts = z.array(z.number().int()).safeParse(await this.redis.run(COUNT, [], boxes.map(channelOf)));
    if (!counts.success || counts.data.length !== boxes.length) {
      throw new StoreFailure('Redis counts wrongly');
    }
    return counts.data;
  }

  private heard(channel: string, message: Buffer): void {
    const box = boxOfChannel(channel);
    if (box === null || !this.here.has(box)) {
      this.redis.unsubscribe(channel);
      return;
    }
    this.here.post(box, message);
  }

  /** What was no longer listened to while Redis was away. */
  private giveUpOthers(): void {
    for (const channel of this.redis.subscribed()) {
      const box = boxOfChannel(channel);
      if (box === null || !this.here.has(box)) {
        this.redis.unsubscribe(channel);
      }
    }
  }
}
