/**
 * What a page that shows the local browser and the server say to each other on the view socket: texts in JSON, pictures in
 * binary frames. Knows neither DOM nor Node.
 */
import { z } from 'zod';
import { BROWSER_WIRE_LIMITS as LIMITS, userIdSchema } from './browserApi';

/** `/api/vm/shared/view?shareCode=CODE`, with the user's token as a subprotocol of its own. */
export const VIEW_SUBPROTOCOL = 'live-browser-view.v1';

/** With what event and view sockets are closed, besides 1000 where it is over and 1001 where the server stops. */
export const BROWSER_CLOSE = {
  /** Not what a page of this version says. */
  malformed: 4400,
  /** The key of a live session's browser is another by now. */
  key: 4401,
  removed: 4403,
  /** The browser is over, or its provider's page has no need of this socket. */
  gone: 4404,
  /** Too many sockets, or too many messages at once. */
  tooMany: 4429,
} as const;

/** In pixels of the browser's picture, from its upper left corner. */
const place = { x: z.number().min(0).max(LIMITS.width.max), y: z.number().min(0).max(LIMITS.height.max) };
/** Alt 1, Ctrl 2, Meta 4, Shift 8, as CDP has them. */
const modifiers = z.int().min(0).max(15);
const tabId = z.int().min(1);

/** What somebody does. Of who may not drive only `seen`, `move` (others see the pointer) and `quality` count. */
export const viewCallSchema = z.discriminatedUnion('type', [
  /** The newest frame that was shown; the next one comes only then, and is the newest there is by then. */
  z.object({ type: z.literal('seen'), frame: z.int().min(0) }),
  /** What the page can show. */
  z.object({ type: z.literal('quality'), codecs: z.array(z.enum(['jpeg', 'h264'])).max(4) }),
  z.object({ type: z.literal('move'), ...place, buttons: z.int().min(0).max(31), modifiers }),
  /** The pointer is gone from the picture. */
  z.object({ type: z.literal('away') }),
  z.object({
    type: z.literal('button'),
    ...place,
    is: z.enum(['down', 'up']),
    button: z.enum(['left', 'middle', 'right', 'back', 'forward']),
    buttons: z.int().min(0).max(31),
    clicks: z.int().min(0).max(3),
    modifiers,
  }),
  /** In pixels. */
  z.object({
    type: z.literal('wheel'),
    ...place,
    dx: z.number().min(-10_000).max(10_000),
    dy: z.number().min(-10_000).max(10_000),
    modifiers,
  }),
  z.object({
    type: z.literal('touch'),
    is: z.enum(['start', 'move', 'end', 'cancel']),
    points: z.array(z.object({ id: z.int().min(0).max(31), ...place })).max(10),
    modifiers,
  }),
  /** `key` and `code` as of DOM's KeyboardEvent. */
  z.object({
    type: z.literal('key'),
    is: z.enum(['down', 'up']),
    key: z.string().min(1).max(32),
    code: z.string().max(32),
    location: z.int().min(0).max(3),
    repeat: z.boolean(),
    modifiers,
  }),
  /** Pasted, or from an input method. */
  z.object({ type: z.literal('text'), text: z.string().min(1).max(LIMITS.textLength) }),
  /** Answered with `clipboard`. */
  z.object({ type: z.literal('copy'), cut: z.boolean() }),
  z.object({ type: z.literal('navigate'), url: z.string().min(1).max(LIMITS.urlLength) }),
  z.object({ type: z.literal('go'), to: z.enum(['back', 'forward', 'reload', 'stop']) }),
  z.object({ type: z.literal('tab'), open: z.literal(true) }),
  z.object({ type: z.literal('show-tab'), id: tabId }),
  z.object({ type: z.literal('close-tab'), id: tabId }),
  /** A page's dialog (alert, confirm, prompt). */
  z.object({ type: z.literal('answer'), accept: z.boolean(), text: z.string().max(LIMITS.textLength) }),
]);

const tabSchema = z.object({
  id: tabId,
  title: z.string(),
  url: z.string(),
  isLoading: z.boolean(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
});

export const viewEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('state'),
    width: z.int(),
    height: z.int(),
    tabs: z.array(tabSchema),
    shown: tabId.nullable(),
    /** Whether what the one who is told does counts. */
    drives: z.boolean(),
    dialog: z
      .object({ kind: z.enum(['alert', 'confirm', 'prompt', 'beforeunload']), message: z.string(), text: z.string() })
      .nullable(),
  }),
  /** Somebody's pointer; null where it is gone. */
  z.object({
    type: z.literal('pointer'),
    userId: userIdSchema,
    at: z.object({ x: z.number(), y: z.number() }).nullable(),
  }),
  /** CSS cursor of what is under the driver's pointer. */
  z.object({ type: z.literal('cursor'), cursor: z.string().max(32) }),
  z.object({ type: z.literal('clipboard'), text: z.string() }),
  /** Something that the page wanted and did not get; `about` is an address or a name. */
  z.object({
    type: z.literal('refused'),
    what: z.enum(['address', 'secret', 'scheme', 'download', 'file', 'tabs', 'input']),
    about: z.string(),
  }),
]);

export type ViewCall = z.infer<typeof viewCallSchema>;
export type ViewEvent = z.infer<typeof viewEventSchema>;
export type BrowserTab = z.infer<typeof tabSchema>;
export type Dialog = NonNullable<Extract<ViewEvent, { type: 'state' }>['dialog']>;

const KINDS = { jpeg: 1, key: 2, delta: 3 } as const;
const HEAD = 13;

/** `key` and `delta` are H.264 in Annex B; a `delta` needs all since the `key` before it. */
export interface Picture {
  kind: keyof typeof KINDS;
  number: number;
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** One byte of kind, eight of number (float64, big-endian), two of width, two of height, then the picture. */
export function encodePicture({ kind, number, width, height, bytes }: Picture): Uint8Array {
  const out = new Uint8Array(HEAD + bytes.length);
  const view = new DataView(out.buffer);
  view.setUint8(0, KINDS[kind]);
  view.setFloat64(1, number);
  view.setUint16(9, width);
  view.setUint16(11, height);
  out.set(bytes, HEAD);
  return out;
}

/** Null for what is no picture. The bytes are a view of those given. */
export function decodePicture(bytes: Uint8Array): Picture | null {
  if (bytes.length < HEAD) {
    return null;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = (Object.keys(KINDS) as Array<keyof typeof KINDS>).find((each) => KINDS[each] === view.getUint8(0));
  const number = view.getFloat64(1);
  return kind && Number.isSafeInteger(number) && number >= 0
    ? { kind, number, width: view.getUint16(9), height: view.getUint16(11), bytes: bytes.subarray(HEAD) }
    : null;
}
