import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import { locationUtil, PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Icon, Link, LinkButton, TextLink, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { PEOPLE } from '../../people';
import { PLUGIN_ID } from '../../plugin';
import { Page } from '../shell/Page';

const HELP = [
  ['Documentation', 'https://grafana.com/docs/grafana/latest/'],
  ['Tutorials', 'https://grafana.com/tutorials/'],
  ['Community', 'https://community.grafana.com/'],
] as const;

export function HomePage() {
  const styles = useStyles2(getStyles);
  const other = config.bootData.user.login === PEOPLE.editor.login ? PEOPLE.admin : PEOPLE.editor;
  return (
    <Page navId="home" layout={PageLayoutType.Custom}>
      <div className={styles.page}>
        <div className={styles.banner}>
          <h1 className={styles.welcome}>Welcome to Grafana</h1>
          <div className={styles.help}>
            <span>Need help?</span>
            {HELP.map(([text, address]) => (
              <TextLink key={text} href={address} external icon={undefined}>
                {text}
              </TextLink>
            ))}
          </div>
        </div>
        <div className={styles.columns}>
          <Box title="Try a live session">
            <p className={styles.text}>
              This is a demo: its data is generated, and nothing that you change outlives it. Every tab can be someone
              else.
            </p>
            <ol className={styles.text}>
              <li>Open the dock at the right edge, choose a guide and press Start Live Session.</li>
              <li>Open a second tab as {other.name}, press Join Live Session there and type the code.</li>
              <li>Press Show Me at a step, and watch the second tab.</li>
            </ol>
            <div className={styles.buttons}>
              {config.apps[PLUGIN_ID] && (
                <LinkButton href={locationUtil.assureBaseUrl(`/a/${PLUGIN_ID}`)}>Go to Live Sessions</LinkButton>
              )}
              <LinkButton
                variant="secondary"
                icon="external-link-alt"
                target="_blank"
                rel="noopener noreferrer"
                href={locationUtil.assureBaseUrl(`/?user=${other.login}`)}
              >
                New tab as {other.name}
              </LinkButton>
            </div>
          </Box>
          <Box title="Dashboards">
            <ul className={styles.list}>
              {DASHBOARDS.map((dashboard) => (
                <li key={dashboard.uid}>
                  <Link className={styles.row} href={locationUtil.assureBaseUrl(dashboardPath(dashboard))}>
                    <Icon name="apps" />
                    <span>{dashboard.title}</span>
                    <span className={styles.folder}>{dashboard.folderTitle}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </Box>
        </div>
      </div>
    </Page>
  );
}

function Box({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.box}>
      <h2 className={styles.boxTitle}>{title}</h2>
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    minHeight: '100%',
    padding: theme.spacing(2),
    background: theme.colors.background.canvas,
  }),
  banner: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    padding: theme.spacing(3),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.components.panel.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
  welcome: css({ margin: 0 }),
  help: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(2) }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(380px, 1fr))',
    gap: theme.spacing(1),
  }),
  box: css({
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.components.panel.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
  boxTitle: css({ fontSize: theme.typography.h5.fontSize, marginBottom: theme.spacing(2) }),
  text: css({ color: theme.colors.text.secondary, '&:is(ol)': { paddingLeft: theme.spacing(2.5) } }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    marginBottom: theme.spacing(0.5),
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.secondary, 0.03) },
  }),
  folder: css({ marginLeft: 'auto', color: theme.colors.text.secondary }),
});
