/** Grafana's code editor: its model is set, which needs neither the focus nor a window in front. */
import { enter, leave } from './fieldEvents';

/** What is needed of Monaco's global; Grafana's editor puts it on `window`. */
interface MonacoModel {
  readonly uri: { toString(): string };
  setValue(value: string): void;
  getValue(): string;
}
interface Monaco {
  readonly editor: { getModels(): readonly MonacoModel[] };
}

/** Replaces the whole text. Whether the editor now holds it; not when it may only be read. */
export function fillMonaco(editor: Element, value: string): boolean {
  const uri =
    editor.closest('[data-uri]')?.getAttribute('data-uri') ??
    editor.querySelector('[data-uri]')?.getAttribute('data-uri');
  const model = monacoOnPage()
    ?.editor.getModels()
    .find((candidate) => candidate.uri.toString() === uri);
  const typedInto = editor.querySelector<HTMLElement>('textarea, .native-edit-context');
  if (!model || typedInto?.matches('[readonly], [aria-readonly="true"]')) {
    return false;
  }
  model.setValue(value);
  if (typedInto) {
    enter(typedInto);
    leave(typedInto);
  }
  // The model has its own ends of lines.
  return model.getValue().replace(/\r\n/g, '\n') === value.replace(/\r\n/g, '\n');
}

function monacoOnPage(): Monaco | null {
  const monaco: unknown = Reflect.get(window, 'monaco');
  return isMonaco(monaco) ? monaco : null;
}

function isMonaco(value: unknown): value is Monaco {
  const editor: unknown = typeof value === 'object' && value !== null && 'editor' in value ? value.editor : null;
  return (
    typeof editor === 'object' && editor !== null && 'getModels' in editor && typeof editor.getModels === 'function'
  );
}
