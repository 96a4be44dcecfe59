/** Which session the page is for, and as whom, by its own address. */
import { BROWSER_PAGE_PATH, userTokenSchema } from '../../../src/protocol/browserApi';
import { normaliseCode } from '../../../src/protocol/shareCode';

export interface Address {
  /** The session server's, without a slash at its end. */
  base: string;
  code: string | null;
  /** Handed over by who opened the page. */
  token: string | null;
  isEmbedded: boolean;
  theme: 'light' | 'dark' | null;
}

type Place = Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>;

/** Pure. The token is taken out of the address by `withoutSecrets`. */
export function readAddress({ origin, pathname, search, hash }: Place): Address {
  const at = pathname.indexOf(BROWSER_PAGE_PATH);
  const below = pathname.slice(at + BROWSER_PAGE_PATH.length).split('/')[1] ?? '';
  const query = new URLSearchParams(search);
  const token = userTokenSchema.safeParse(new URLSearchParams(hash.slice(1)).get('token'));
  const theme = query.get('theme');
  return {
    base: `${origin}${pathname.slice(0, Math.max(0, at))}`,
    code: normaliseCode(safeDecode(below)),
    token: token.success ? token.data : null,
    isEmbedded: query.get('embed') === '1',
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  };
}

/** What is behind "#" is sent to no server, but stays in the history and in what people copy. */
export const withoutSecrets = (pathname: string, search: string) => `${pathname}${search}`;

/** What is handed to others. */
export const linkTo = (base: string, code: string) => `${base}${BROWSER_PAGE_PATH}/${code}`;

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
