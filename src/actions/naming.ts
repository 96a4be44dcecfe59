/** All that says what an element is, for rules that go by words and for questions that name it. */

/** Characters of one name, in what is described. */
const TEXT_LENGTH = 200;
/** Characters of all names together, in what is judged; a control that says more is judged by its form and place alone. */
const WORDS_LENGTH = 5_000;
/** Drawings in one control that are looked at. */
const MOST_DRAWINGS = 20;

/** What drawings are called by in code; others, such as a sync or a lock, are on harmless buttons too. */
const GRAVE_DRAWING = /trash|delete|remove|save/i;

const DIALOGS = '[role="dialog"], [role="alertdialog"], [aria-modal="true"], dialog';

/** Visible text, or the caption of a button that is an input; blanks collapsed, at most 200 characters. */
export function textOf(element: Element): string {
  return collapse(captionOf(element) ?? element.textContent ?? '').slice(0, TEXT_LENGTH);
}

/** The first name that is not its text, at most 200 characters; empty without one. */
export function labelOf(element: Element): string {
  const given = (name: string) => element.getAttribute(name);
  const names = [given('aria-label'), textsOf(element, 'aria-labelledby'), captionText(element), given('title')];
  const name = [...names, given('placeholder')].find((one) => one && collapse(one) !== '') ?? '';
  return collapse(name).slice(0, TEXT_LENGTH);
}

/** Everything that names it, for eyes, screen readers and tests; what is drawn in it, too. */
export function wordsOf(element: Element): string {
  const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription', 'data-testid', 'name'].map(
    (name) => element.getAttribute(name)
  );
  const drawings = Array.from(element.querySelectorAll('img, svg, use, [data-testid^="icon-"]'))
    .slice(0, MOST_DRAWINGS)
    .flatMap((drawing) => [
      ...['alt', 'aria-label', 'title'].map((name) => drawing.getAttribute(name)),
      ...['data-testid', 'id', 'name', 'href']
        .map((name) => drawing.getAttribute(name))
        .filter((name) => name !== null && GRAVE_DRAWING.test(name)),
    ]);
  const said = [
    captionOf(element) ?? element.textContent,
    ...names,
    textsOf(element, 'aria-labelledby'),
    textsOf(element, 'aria-describedby'),
    ...labelTexts(element),
    element.closest('[data-testid]')?.getAttribute('data-testid'),
    ...drawings,
  ];
  return collapse(said.filter(Boolean).join(' · ')).slice(0, WORDS_LENGTH);
}

/** What a person goes by: as `wordsOf`, without names that only code sees. */
export function spokenOf(element: Element): string {
  return collapse([textOf(element), labelOf(element), textsOf(element, 'aria-describedby')].join(' '));
}

/** The dialog that it stands in, by name; empty outside of one. */
export function dialogNameOf(element: Element): string {
  const dialog = element.parentElement?.closest(DIALOGS);
  return dialog ? labelOf(dialog) || textOf(dialog.querySelector('h1, h2, h3, h4') ?? dialog) : '';
}

function captionOf(element: Element): string | null {
  const isButton = element instanceof HTMLInputElement && ['button', 'submit', 'reset', 'image'].includes(element.type);
  return isButton ? element.value : null;
}

/** The texts of the elements that an attribute names by their ids. */
export function textsOf(element: Element, attribute: 'aria-labelledby' | 'aria-describedby'): string {
  const ids = (element.getAttribute(attribute) ?? '').split(/\s+/).filter((id) => id !== '');
  return ids.map((id) => element.ownerDocument.getElementById(id)?.textContent ?? '').join(' ');
}

/** Of its first label, without the description that Grafana puts into labels behind what they say. */
function captionText(element: Element): string | undefined {
  const [label] = 'labels' in element && element.labels instanceof NodeList ? Array.from(element.labels) : [];
  if (!(label instanceof Element)) {
    return undefined;
  }
  const [first, ...others] = label.children;
  const isCaption = first instanceof HTMLDivElement && others.length > 0 && collapse(first.textContent ?? '') !== '';
  return (isCaption ? first : label).textContent ?? undefined;
}

export function labelTexts(element: Element): string[] {
  const labels = 'labels' in element && element.labels instanceof NodeList ? Array.from(element.labels) : [];
  return labels.map((label) => label.textContent ?? '');
}

/** Blanks of all kinds as one. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
