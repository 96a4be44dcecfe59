import { css } from '@emotion/css';
import { Fragment, useState } from 'react';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { EmptyState, FilterInput, Icon, Link, TagList, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { Page } from '../shell/Page';

/** `/dashboards`: folders and the dashboards in them. */
export function DashboardsPage() {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useState('');
  const found = DASHBOARDS.filter(({ title }) => title.toLowerCase().includes(words.toLowerCase()));
  const folders = [...new Set(found.map(({ folderTitle }) => folderTitle))].sort();
  return (
    <Page navId="dashboards">
      <div className={styles.search}>
        <FilterInput
          value={words}
          onChange={setWords}
          placeholder="Search for dashboards and folders"
          data-testid={selectors.pages.BrowseDashboards.searchInput}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState variant="not-found" message="No results found for your query" />
      ) : (
        <table className={styles.table} data-testid={selectors.pages.BrowseDashboards.table.body}>
          <thead>
            <tr>
              <th>Name</th>
              <th>Tags</th>
            </tr>
          </thead>
          <tbody>
            {folders.map((folder) => (
              <Fragment key={folder}>
                <tr data-testid={selectors.pages.BrowseDashboards.table.row(folder)}>
                  <td>
                    <Icon name="angle-down" /> <Icon name="folder-open" /> {folder}
                  </td>
                  <td />
                </tr>
                {found
                  .filter(({ folderTitle }) => folderTitle === folder)
                  .map((dashboard) => (
                    <tr key={dashboard.uid} data-testid={selectors.pages.BrowseDashboards.table.row(dashboard.title)}>
                      <td className={styles.inFolder}>
                        <Icon name="apps" />{' '}
                        <Link className={styles.link} href={locationUtil.assureBaseUrl(dashboardPath(dashboard))}>
                          {dashboard.title}
                        </Link>
                      </td>
                      <td>
                        <TagList className={styles.tags} tags={[...dashboard.tags]} />
                      </td>
                    </tr>
                  ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  search: css({ marginBottom: theme.spacing(2) }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      height: theme.spacing(4.5),
      padding: theme.spacing(0, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
    },
    th: {
      color: theme.colors.text.secondary,
      background: theme.colors.background.secondary,
      fontWeight: theme.typography.fontWeightRegular,
    },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
  inFolder: css({ '&&': { paddingLeft: theme.spacing(5) } }),
  link: css({ color: theme.colors.text.primary, '&:hover': { textDecoration: 'underline' } }),
  tags: css({ justifyContent: 'flex-start' }),
});
