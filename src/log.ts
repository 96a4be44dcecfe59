/** The plugin's one logger: a line a lifecycle change, never payloads or secrets; silent unless the admin asks for it. */

export type Log = (tag: 'SessionManager' | 'DocsPanel' | 'ActionCapture' | 'ActionReplay', line: string) => void;

export function createLog(enabled: boolean, sink: Pick<Console, 'log'> = globalThis.console): Log {
  return (tag, line) => {
    if (enabled) {
      sink.log(`[${tag}] ${line}`);
    }
  };
}
