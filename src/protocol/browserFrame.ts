/**
 * What the shared browser's page says to the page that frames it, and is told by it, as window messages. Each side takes only
 * those of the origin and window that it knows. Knows neither DOM nor Node.
 */
import { z } from 'zod';
import { terminationSchema, userTokenSchema } from './browserApi';
import { shareCodeSchema } from './shareCode';

/** The frame needs no more: with its own origin it may call its own server, its scripts run, and its address field is a form. */
export const BROWSER_FRAME = {
  query: 'embed=1',
  sandbox: 'allow-scripts allow-same-origin allow-forms',
  allow: 'clipboard-read; clipboard-write; fullscreen',
} as const;

export const toBrowserFrameSchema = z.discriminatedUnion('type', [
  /** As whom to enter. Its answer to `ready`; a newer one replaces an older. */
  z.object({ type: z.literal('live-browser:enter'), shareCode: shareCodeSchema, token: userTokenSchema }),
  z.object({ type: z.literal('live-browser:theme'), theme: z.enum(['light', 'dark']) }),
]);

export const fromBrowserFrameSchema = z.discriminatedUnion('type', [
  /** It listens. */
  z.object({ type: z.literal('live-browser:ready') }),
  z.object({
    type: z.literal('live-browser:over'),
    reason: z.union([terminationSchema, z.enum(['removed', 'left', 'unknown'])]),
  }),
]);

export type ToBrowserFrame = z.infer<typeof toBrowserFrameSchema>;
export type FromBrowserFrame = z.infer<typeof fromBrowserFrameSchema>;
