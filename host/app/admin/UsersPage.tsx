import { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { getBackendSrv } from '@grafana/runtime';
import { Badge, FilterInput, InteractiveTable, LoadingPlaceholder, useStyles2, type Column } from '@grafana/ui';
import type { Person } from '../../people';
import { Page } from '../shell/Page';

type User = Omit<Person, 'permissions'>;

const { UserListPage } = selectors.pages;

/** `/admin/users`: everyone who may sign in. */
export function UsersPage() {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useState('');
  const [users, setUsers] = useState<User[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void getBackendSrv()
      .get<{ users: User[] }>('/api/users/search', { query: words })
      .then((found) => wanted && setUsers(found.users));
    return () => {
      wanted = false;
    };
  }, [words]);
  const columns = useMemo<Array<Column<User>>>(
    () => [
      { id: 'login', header: 'Login', sortType: 'string' },
      { id: 'email', header: 'Email', sortType: 'string' },
      { id: 'name', header: 'Name', sortType: 'string' },
      {
        id: 'orgRole',
        header: 'Role',
        cell: ({ row: { original } }) => <Badge color="blue" text={original.orgRole} />,
      },
    ],
    []
  );
  return (
    <Page navId="global-users">
      <div data-testid={UserListPage.UserListAdminPage.container}>
        <div className={styles.search}>
          <FilterInput
            placeholder="Search user by login, email, or name."
            value={words}
            onChange={setWords}
            escapeRegex={false}
          />
        </div>
        {users === null ? (
          <LoadingPlaceholder text="Loading..." />
        ) : (
          <InteractiveTable columns={columns} data={users} getRowId={({ login }) => login} />
        )}
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ search: css({ maxWidth: 480, marginBottom: theme.spacing(2) }) });
