/**
 * A reader's answers in a guide's texts (`{{name}}`). Pure. In Markdown a value travels sealed, as hex between two marks,
 * so that nothing in it can become markup; `openSealed` puts it back into text that is no markup any more.
 */
export type Variables = ReadonlyMap<string, string>;

/** Exactly two braces around word characters: `{{ $value }}`, `{{< x >}}` and `{{{x}}}` are something else. */
const NAME = /(?<!\{)\{\{(\w+)\}\}(?!\})/g;
/** From a private area of Unicode: no guide's text means anything by them. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const SEALED = new RegExp(`${OPEN}((?:[0-9a-f]{4})*)${CLOSE}`, 'g');
/** As Markdown writes the two marks into an address. */
const SEALED_IN_ADDRESS = /%EE%80%80((?:[0-9a-f]{4})*)%EE%80%81/gi;

/** For what is no markup: targets, values, code, commands, titles. A name that is not known stays as it is written. */
export function withValues(text: string, variables: Variables): string {
  return variables.size === 0 ? text : text.replace(NAME, (whole, name: string) => variables.get(name) ?? whole);
}

/** For Markdown and HTML that is rendered and cleaned afterwards. */
export function sealValues(text: string, variables: Variables): string {
  return variables.size === 0
    ? text
    : text.replace(NAME, (whole, name: string) => {
        const value = variables.get(name);
        return value === undefined ? whole : OPEN + toHex(value) + CLOSE;
      });
}

export function openSealed(text: string): string {
  return text.replace(SEALED, (_, hex: string) => fromHex(hex));
}

/** In an address a value is one part of it, whatever characters it has. */
export function openSealedAddress(address: string): string {
  const encoded = (_: string, hex: string) => encodeURIComponent(fromHex(hex).replace(/\p{Surrogate}/gu, '\ufffd'));
  return address.replace(SEALED_IN_ADDRESS, encoded).replace(SEALED, encoded);
}

/** The names that a text asks for. */
export function namesIn(text: string): string[] {
  return Array.from(text.matchAll(NAME), ([, name]) => name);
}

function toHex(value: string): string {
  return Array.from({ length: value.length }, (_, at) => value.charCodeAt(at).toString(16).padStart(4, '0')).join('');
}

function fromHex(hex: string): string {
  return String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
}
