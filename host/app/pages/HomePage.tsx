import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { Card, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { Page } from '../shell/Page';

export function HomePage() {
  const styles = useStyles2(getStyles);
  return (
    <Page
      navId="home"
      title="Welcome to Grafana"
      subTitle="A demo Grafana for trying Live Sessions: generated data, nothing is kept."
    >
      <h4>Dashboards</h4>
      <div className={styles.grid}>
        {DASHBOARDS.map((dashboard) => (
          <Card key={dashboard.uid} noMargin href={locationUtil.assureBaseUrl(dashboardPath(dashboard))}>
            <Card.Heading>{dashboard.title}</Card.Heading>
            <Card.Meta>{dashboard.folderTitle}</Card.Meta>
          </Card>
        ))}
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))', gap: theme.spacing(1) }),
});
