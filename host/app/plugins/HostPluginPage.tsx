import { useLocation } from 'react-router-dom-v5-compat';
import { usePluginContext } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { Page } from '../shell/Page';

/** What plugins get as `PluginPage` from @grafana/runtime. */
export function HostPluginPage({ pageNav, subTitle, actions, renderTitle, layout, children }: PluginPageProps) {
  const { pathname } = useLocation();
  const plugin = usePluginContext();
  const id = plugin?.meta.id ?? '';
  const include = plugin?.meta.includes?.find(
    ({ path }) => path !== undefined && path.replace('%PLUGIN_ID%', id) === pathname
  );
  const text = pageNav?.text ?? (pathname === `/a/${id}` ? undefined : include?.name);
  const title = text ?? plugin?.meta.name ?? '';
  return (
    <Page
      navId={`plugin-page-${id}`}
      below={text === undefined ? [] : [{ text, href: pageNav?.url ?? pathname }]}
      title={renderTitle ? renderTitle(title) : title}
      subTitle={subTitle ?? pageNav?.subTitle ?? plugin?.meta.info.description}
      actions={actions}
      layout={layout}
    >
      {children}
    </Page>
  );
}
