/** Everything in the memory of one server, and gone with it. */
import type { Clock } from '../clock';
import { SERVER_LIMITS } from '../serverLimits';
import type { CountedLimit } from '../stores/CountedLimit';
import type { Stores } from '../stores/Stores';
import { MemoryExchange } from './MemoryExchange';
import { memoryLimit } from './MemoryLimit';
import { MemoryRooms } from './MemoryRooms';
import { MemorySessions } from './MemorySessions';
import { MemoryTickets } from './MemoryTickets';

export function memoryStores(clock: Clock): Stores {
  const limits = new Map<string, CountedLimit>();
  return {
    kind: 'memory',
    up: true,
    sessions: new MemorySessions(() => clock.monotonic()),
    tickets: new MemoryTickets(() => clock.wall(), SERVER_LIMITS.usedTickets),
    exchange: new MemoryExchange(),
    rooms: new MemoryRooms(() => clock.monotonic()),
    limit: (name, perMinute) => {
      const limit = limits.get(name) ?? memoryLimit(perMinute);
      limits.set(name, limit);
      return limit;
    },
    onBack: () => () => {},
    close: async () => {},
  };
}
