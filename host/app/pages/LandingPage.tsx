import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { Card, useStyles2 } from '@grafana/ui';
import { navPath } from '../shell/navTree';
import { Page } from '../shell/Page';
import { NotFoundPage } from './NotFoundPage';

/** The page of a menu section: a card for each page in it. */
export function LandingPage({ navId }: { navId: string }) {
  const styles = useStyles2(getStyles);
  const section = navPath(navId).at(-1);
  if (!section) {
    return <NotFoundPage />;
  }
  return (
    <Page navId={navId}>
      <div className={styles.grid}>
        {(section.children ?? []).map(({ id, text, url, subTitle }) => (
          <Card key={id} noMargin href={locationUtil.assureBaseUrl(url)}>
            <Card.Heading>{text}</Card.Heading>
            <Card.Description>{subTitle}</Card.Description>
          </Card>
        ))}
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))', gap: theme.spacing(2) }),
});
