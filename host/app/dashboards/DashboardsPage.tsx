import { css } from '@emotion/css';
import { Fragment, useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { locationService } from '@grafana/runtime';
import { Checkbox, EmptyState, FilterInput, Icon, IconButton, Link, TagList, useStyles2 } from '@grafana/ui';
import { DASHBOARDS, dashboardPath } from '../../demo/dashboards';
import { Page } from '../shell/Page';
import { StarButton } from './StarButton';
import { useStars } from './useStars';

const { searchInput, table } = selectors.pages.BrowseDashboards;

/** `/dashboards`: folders that open and close, and the dashboards in them; `?starred` shows those with a star alone. */
export function DashboardsPage() {
  const styles = useStyles2(getStyles);
  const onlyStarred = new URLSearchParams(useLocation().search).has('starred');
  const [words, setWords] = useState('');
  const [closed, setClosed] = useState<readonly string[]>([]);
  const [stars, setStar] = useStars();
  const found = DASHBOARDS.filter(
    ({ uid, title }) => title.toLowerCase().includes(words.toLowerCase()) && (!onlyStarred || stars.has(uid))
  );
  const folders = [...new Set(found.map(({ folderTitle }) => folderTitle))].sort();
  const toggle = (folder: string) =>
    setClosed(closed.includes(folder) ? closed.filter((other) => other !== folder) : [...closed, folder]);
  return (
    <Page navId={onlyStarred ? 'dashboards/starred' : 'dashboards'}>
      <div className={styles.search}>
        <FilterInput
          value={words}
          onChange={setWords}
          placeholder="Search for dashboards and folders"
          data-testid={searchInput}
        />
        <Checkbox
          label="Starred"
          value={onlyStarred}
          onChange={({ currentTarget }) =>
            locationService.push(`/dashboards${currentTarget.checked ? '?starred' : ''}`)
          }
        />
      </div>
      {found.length === 0 ? (
        <EmptyState
          variant="not-found"
          message={onlyStarred ? 'You have not starred any dashboards yet' : 'No results found for your query'}
        />
      ) : (
        <table className={styles.table} data-testid={table.body}>
          <thead>
            <tr>
              <th className={styles.mark} aria-label="Starred" />
              <th>Name</th>
              <th>Tags</th>
            </tr>
          </thead>
          <tbody>
            {folders.map((folder) => {
              const open = !closed.includes(folder);
              return (
                <Fragment key={folder}>
                  <tr data-testid={table.row(folder)}>
                    <td />
                    <td>
                      <span className={styles.folder}>
                        <IconButton
                          name={open ? 'angle-down' : 'angle-right'}
                          aria-label={`${open ? 'Collapse' : 'Expand'} folder ${folder}`}
                          aria-expanded={open}
                          data-testid={
                            open
                              ? selectors.components.Search.collapseFolder(folder)
                              : selectors.components.Search.expandFolder(folder)
                          }
                          onClick={() => toggle(folder)}
                        />
                        <Icon name={open ? 'folder-open' : 'folder'} /> {folder}
                      </span>
                    </td>
                    <td />
                  </tr>
                  {found
                    .filter(({ folderTitle }) => open && folderTitle === folder)
                    .map((dashboard) => (
                      <tr key={dashboard.uid} data-testid={table.row(dashboard.title)}>
                        <td className={styles.mark}>
                          <StarButton
                            title={dashboard.title}
                            starred={stars.has(dashboard.uid)}
                            onChange={(starred) => setStar(dashboard.uid, starred)}
                          />
                        </td>
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
              );
            })}
          </tbody>
        </table>
      )}
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  search: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(2), marginBottom: theme.spacing(2) }),
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
  mark: css({ width: theme.spacing(5) }),
  folder: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  inFolder: css({ '&&': { paddingLeft: theme.spacing(5) } }),
  link: css({ color: theme.colors.text.primary, '&:hover': { textDecoration: 'underline' } }),
  tags: css({ justifyContent: 'flex-start' }),
});
