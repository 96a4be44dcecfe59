/**
 * What tabs of one browser tell each other: a tab that is duplicated begins with a copy of the other's own store, and
 * would present or attend in its name. Independent of the DOM: the channel is passed in.
 */
import { z } from 'zod';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';

export interface Tabs {
  /** This tab is the one of this name until it is undone. */
  hold(name: string): Undo;
  /** Whether another tab is the one of this name. Never rejects; takes a fraction of a second. */
  held(name: string): Promise<boolean>;
}

/** How long other tabs are given to answer, in milliseconds: a hidden tab answers messages at once, a frozen one never. */
const ANSWER_WITHIN = 150;

const messageSchema = z.object({ type: z.enum(['who-holds', 'held']), name: z.string().max(200) });
type Message = z.infer<typeof messageSchema>;

/** The part of a BroadcastChannel that is used. */
export interface Channel {
  postMessage(message: Message): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** @param open throws where there are no channels; then every tab takes itself for the only one */
export function channelTabs(clock: Clock, open: () => Channel): Tabs {
  const own = new Map<string, number>();
  const asked = new Map<string, Set<() => void>>();
  let channel: Channel | null = null;

  const onMessage = ({ data }: { data: unknown }) => {
    const parsed = messageSchema.safeParse(data);
    if (!parsed.success) {
      return;
    }
    const { type, name } = parsed.data;
    if (type === 'held') {
      asked.get(name)?.forEach((answer) => answer());
    } else if (own.has(name)) {
      channel?.postMessage({ type: 'held', name });
    }
  };
  const join = () => {
    if (channel) {
      return;
    }
    try {
      channel = open();
      channel.addEventListener('message', onMessage);
    } catch {
      channel = null;
    }
  };

  return {
    hold(name) {
      join();
      own.set(name, (own.get(name) ?? 0) + 1);
      let held = true;
      return () => {
        const others = (own.get(name) ?? 0) - 1;
        if (held && others > 0) {
          own.set(name, others);
        } else if (held) {
          own.delete(name);
        }
        held = false;
      };
    },
    held(name) {
      join();
      return new Promise((resolve) => {
        const answers = asked.get(name) ?? new Set();
        const settle = (answer: boolean) => {
          cancel();
          answers.delete(yes);
          if (answers.size === 0) {
            asked.delete(name);
          }
          resolve(answer);
        };
        const yes = () => settle(true);
        const cancel = clock.after(ANSWER_WITHIN, () => settle(false));
        asked.set(name, answers.add(yes));
        channel?.postMessage({ type: 'who-holds', name });
      });
    },
  };
}
