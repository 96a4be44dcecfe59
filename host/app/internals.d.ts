/** The module of @grafana/runtime that holds the plugin page; not exported by the package (see build.ts). */
declare module 'host:plugin-page' {
  import type { ComponentType } from 'react';
  import type { PluginPageProps } from '@grafana/runtime';

  export function setPluginPage(component: ComponentType<PluginPageProps>): void;
}

/** Shared with plugins as it is; its own types are in no package that is installed here. */
declare module 'prismjs' {
  const prism: object;
  export default prism;
}

declare module '*.css';
