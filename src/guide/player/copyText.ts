/** The way of copying from before the clipboard API: the only one that there is on plain http. */
interface CopyCommand {
  execCommand(command: 'copy'): boolean;
}

/** The page, as far as copying needs it. */
export interface CopyDeps {
  /** Undefined on plain http, where browsers hide it. */
  clipboard: Pick<Clipboard, 'writeText'> | undefined;
  document: Document;
}

const browser = (): CopyDeps => ({ clipboard: window.navigator.clipboard, document: window.document });

/** Puts text on the clipboard, with the old command where the clipboard API is missing or refuses. Never rejects. */
export async function copyText(text: string, deps: CopyDeps = browser()): Promise<boolean> {
  try {
    if (deps.clipboard) {
      await deps.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused, for instance without focus or by a permission policy: the old way may still be open.
  }
  return copyBySelection(text, deps.document);
}

function copyBySelection(text: string, document: Document): boolean {
  const old: CopyCommand = document;
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Beside what has the focus, so that a dialog's focus trap lets the field be selected.
  (focused?.parentElement ?? document.body).append(field);
  field.focus();
  field.select();
  let copied = false;
  try {
    copied = old.execCommand('copy');
  } catch {
    copied = false;
  }
  field.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
  return copied;
}
