/** Names in Redis. Channels are not kept apart by database number, so deployments that share a Redis differ by prefix only. */

const PREFIX = 'live-sessions:';

export const keyOf = (...parts: string[]) => PREFIX + parts.join(':');
export const channelOf = (box: string) => `${PREFIX}box:${box}`;

/** Null for a channel of somebody else's. */
export function boxOfChannel(channel: string): string | null {
  const start = channelOf('');
  return channel.startsWith(start) ? channel.slice(start.length) : null;
}
