import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Dropdown, Menu, ToolbarButton, useStyles2 } from '@grafana/ui';
import { PEOPLE } from '../../people';
import { useStore } from './store';
import { changeTheme, theme } from './theme';

function Face({ name }: { name: string }) {
  const styles = useStyles2(getStyles);
  const initials = name
    .split(' ')
    .map((word) => word[0])
    .join('');
  return <span className={styles.face}>{initials}</span>;
}

/** Who is looking, the theme, and the other people one can be in the demo. */
export function ProfileMenu() {
  const styles = useStyles2(getStyles);
  const { isLight } = useStore(theme);
  const { user } = config.bootData;
  const become = (login: string) => {
    const address = new URL(window.location.href);
    address.searchParams.set('user', login);
    window.location.assign(address);
  };
  const menu = (
    <Menu
      header={
        <div className={styles.header}>
          <div>{user.name}</div>
          <div className={styles.role}>
            {user.login} · {user.orgRole}
          </div>
        </div>
      }
    >
      <Menu.Item icon="user" label="Profile" url={locationUtil.assureBaseUrl('/profile')} />
      <Menu.Item
        icon="palette"
        label={isLight ? 'Dark theme' : 'Light theme'}
        onClick={() => changeTheme(isLight ? 'dark' : 'light')}
      />
      <Menu.Divider />
      {Object.values(PEOPLE)
        .filter((person) => person.login !== user.login)
        .map((person) => (
          <Menu.Item
            key={person.login}
            icon="user"
            label={`Be ${person.name}`}
            description={person.orgRole}
            onClick={() => become(person.login)}
          />
        ))}
      <Menu.Divider />
      <Menu.Item icon="signout" label="Sign out" url={locationUtil.assureBaseUrl('/logout')} target="_self" />
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-end">
      <ToolbarButton className={styles.button} aria-label="Profile" icon={<Face name={user.name} />} iconOnly />
    </Dropdown>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({ border: 0, background: 'transparent', padding: theme.spacing(0, 0.5) }),
  face: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: 24,
    height: 24,
    borderRadius: theme.shape.radius.circle,
    background: theme.visualization.getColorByName('purple'),
    color: '#fff',
    fontSize: 10,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  header: css({ padding: theme.spacing(0.5, 0.5, 0) }),
  role: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
