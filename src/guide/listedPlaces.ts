/** Places on the web that an administrator listed as sources of guides. Pure. */

/** Hosts that may be reached without encryption: the reader's own machine. */
const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);
const MOST_PREFIXES = 50;

/** What is wrong with a prefix, in words for an administrator; null when it will do. */
export function prefixProblem(typed: string): string | null {
  const url = parsed(typed);
  if (!url) {
    return 'Enter a whole address, such as https://guides.example.com/training/.';
  }
  if (!isSafe(url)) {
    return 'The address must begin with https:// (http:// only for this machine) and hold no user name or password.';
  }
  if (url.search !== '' || url.hash !== '') {
    return 'Leave out what follows “?” or “#”.';
  }
  if (hidesSomething(typed)) {
    return 'The address must not hold dots, backslashes or encoded slashes in place of folders.';
  }
  return url.pathname.endsWith('/') ? null : 'The address must end with a slash: what is below it is trusted.';
}

/** One a line, or divided by blanks or commas; those that will not do are left out. */
export function readPrefixes(typed: string): string[] {
  const entries = typed.split(/[\s,]+/).filter((entry) => entry !== '' && prefixProblem(entry) === null);
  return [...new Set(entries.map((entry) => new URL(entry).href))].slice(0, MOST_PREFIXES);
}

/**
 * The address as it would be fetched and the prefix that it is under, or null where it is under none: the same origin,
 * and a path that begins with the prefix's.
 */
export function listedAddress(address: string, prefixes: readonly string[]): { url: string; prefix: string } | null {
  const url = parsed(address.trim());
  if (!url || !isSafe(url) || hidesSomething(address)) {
    return null;
  }
  url.hash = '';
  const prefix = prefixes.find((candidate) => {
    const root = parsed(candidate);
    return (
      root !== null &&
      prefixProblem(candidate) === null &&
      root.origin === url.origin &&
      url.pathname.startsWith(root.pathname)
    );
  });
  return prefix === undefined ? null : { url: url.href, prefix: new URL(prefix).href };
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isSafe(url: URL): boolean {
  const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && OWN_MACHINE.has(url.hostname));
  return encrypted && url.username === '' && url.password === '';
}

/** A server may take these apart after we have compared the path: folders up, with parameters too, slashes in disguise, encoded twice. */
export function hidesSomething(address: string): boolean {
  const path = address.replace(/[?#].*$/s, '');
  return (
    /[\\\u0000-\u0020\u007f]|%(?:2e|2f|5c|25|0[0-9a-f])/i.test(path.trim()) || /\/\.{1,2}(?:\/|;|%3b|$)/i.test(path)
  );
}
