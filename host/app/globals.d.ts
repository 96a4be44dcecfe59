import type { BootData } from '@grafana/data';
import type { PluginPageType } from '@grafana/runtime/dist/types/components/PluginPage';
import type { DemoBoot } from '../server/indexPage';

declare global {
  interface Window {
    demoBoot: DemoBoot;
    grafanaBootData?: BootData;
    /** Where @grafana/ui looks for icons and fonts; ends with a slash. */
    __grafana_public_path__?: string;
    MonacoEnvironment?: { globalAPI: boolean; getWorkerUrl: (moduleId: string, label: string) => string };
  }
}

export {};
