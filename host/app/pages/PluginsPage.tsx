import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Badge, Card, EmptyState, useStyles2 } from '@grafana/ui';
import { useAppPlugin } from '../plugins/useAppPlugin';
import { PLUGIN_ID } from '../../plugin';
import { Page } from '../shell/Page';

/** `/plugins`: what is installed. */
export function PluginsPage() {
  const styles = useStyles2(getStyles);
  const loading = useAppPlugin(PLUGIN_ID);
  return (
    <Page navId="plugins">
      <div className={styles.grid} data-testid={selectors.pages.PluginsList.list}>
        {loading.state === 'ready' && (
          <Card
            noMargin
            href={locationUtil.assureBaseUrl(`/plugins/${PLUGIN_ID}`)}
            data-testid={selectors.pages.PluginsList.listItem(PLUGIN_ID)}
          >
            <Card.Heading>{loading.plugin.meta.name}</Card.Heading>
            <Card.Figure>
              <img src={loading.plugin.meta.info.logos.small} width={40} height={40} alt="" />
            </Card.Figure>
            <Card.Description>{loading.plugin.meta.info.description}</Card.Description>
            <Card.Tags>
              <Badge text="Installed" color="blue" />
            </Card.Tags>
          </Card>
        )}
        {loading.state === 'failed' && <EmptyState variant="not-found" message={loading.message} />}
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(320px, 1fr))', gap: theme.spacing(2) }),
});
