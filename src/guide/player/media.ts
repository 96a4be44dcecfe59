/** From where a guide's pictures and films may come, by exact host. Pure. The author is not trusted: an address is also a way to tell who reads. */

import { hidesSomething } from '../listedPlaces';

/** Hosts that guides of the format are known to take pictures from. */
const PICTURE_HOSTS: ReadonlySet<string> = new Set(['grafana.com']);
/** An address that begins so is one on grafana.com (GUIDE_FORMAT, reading rules). */
const MEDIA = '/media/';

const YOUTUBE_HOSTS: ReadonlySet<string> = new Set([
  'www.youtube.com',
  'youtube.com',
  'm.youtube.com',
  'youtu.be',
  'www.youtube-nocookie.com',
]);
const VIMEO_HOSTS: ReadonlySet<string> = new Set(['vimeo.com', 'www.vimeo.com', 'player.vimeo.com']);

/**
 * The address of a picture or a film file that may be fetched, or null.
 * @param base the folder that the guide came from, as an absolute URL with a slash at its end; null where it has none
 */
export function mediaAddress(src: string, base: string | null): string | null {
  const text = src.trim();
  if (text === '' || hasControls(text)) {
    return null;
  }
  if (text.startsWith(MEDIA)) {
    return `https://grafana.com${new URL(text, 'https://grafana.com').pathname}`;
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    const url = parsed(text);
    return url && (isListed(url) || (base !== null && isBelow(url, base))) ? url.href : null;
  }
  if (base === null || /^[/\\]/.test(text)) {
    return null;
  }
  const url = new URL(text, base);
  return isBelow(url, base) ? url.href : null;
}

export type Film =
  /** A player's page for an iframe of another origin. */
  | { readonly kind: 'embedded'; readonly host: 'YouTube' | 'Vimeo'; readonly address: string }
  | { readonly kind: 'file'; readonly address: string };

interface FilmSource {
  readonly src: string;
  readonly provider: 'youtube' | 'vimeo' | 'native' | null;
  /** Seconds. */
  readonly start: number | null;
  readonly end: number | null;
}

/** What to play, or null when the address is not one of the known. @param base as for `mediaAddress` */
export function filmOf({ src, provider, start, end }: FilmSource, base: string | null): Film | null {
  const url = hasControls(src.trim()) ? null : parsed(src.trim());
  const wanted =
    provider ??
    (url && YOUTUBE_HOSTS.has(url.host) ? 'youtube' : url && VIMEO_HOSTS.has(url.host) ? 'vimeo' : 'native');
  switch (wanted) {
    case 'youtube': {
      const id = url && YOUTUBE_HOSTS.has(url.host) ? youtubeId(url) : null;
      const options = new URLSearchParams({
        rel: '0',
        ...(start && { start: whole(start) }),
        ...(end && { end: whole(end) }),
      });
      return id === null
        ? null
        : { kind: 'embedded', host: 'YouTube', address: `https://www.youtube-nocookie.com/embed/${id}?${options}` };
    }
    case 'vimeo': {
      const id = url && VIMEO_HOSTS.has(url.host) ? /^\/(?:video\/)?(\d{1,12})\/?$/.exec(url.pathname)?.[1] : undefined;
      return id === undefined
        ? null
        : {
            kind: 'embedded',
            host: 'Vimeo',
            address: `https://player.vimeo.com/video/${id}?dnt=1${start ? `#t=${whole(start)}s` : ''}`,
          };
    }
    case 'native': {
      const address = mediaAddress(src, base);
      const part = start !== null || end !== null ? `#t=${start ?? 0}${end === null ? '' : `,${end}`}` : '';
      return address === null ? null : { kind: 'file', address: address + part };
    }
  }
}

/** A web address that a reader may open by themselves in a new tab; null when it is none. */
export function webAddress(src: string): string | null {
  return hasControls(src.trim()) ? null : (parsed(src.trim())?.href ?? null);
}

function youtubeId(url: URL): string | null {
  const [, first = '', second = ''] = url.pathname.split('/');
  const id =
    url.host === 'youtu.be'
      ? first
      : ['embed', 'shorts', 'live', 'v'].includes(first)
        ? second
        : url.searchParams.get('v');
  return id !== null && /^[\w-]{11}$/.test(id) ? id : null;
}

/** Null unless http or https, without user name and password. */
function parsed(text: string): URL | null {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
  } catch {
    return null;
  }
}

function isListed(url: URL): boolean {
  return url.protocol === 'https:' && PICTURE_HOSTS.has(url.host);
}

function isBelow(url: URL, base: string): boolean {
  const folder = new URL(base);
  return url.origin === folder.origin && url.pathname.startsWith(folder.pathname) && !hidesSomething(url.href);
}

/** Browsers drop control characters inside an address, so what was tested would not be what is fetched. */
function hasControls(text: string): boolean {
  return /[\u0000-\u0020\u007f\\]/.test(text);
}

const whole = (seconds: number) => String(Math.floor(seconds));
