import { css } from '@emotion/css';
import { useState, type FormEvent } from 'react';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Alert, Button, Field, Input, useStyles2 } from '@grafana/ui';
import { asLogin, PEOPLE } from '../../people';
import { GrafanaLogo } from '../shell/GrafanaLogo';

const { Login } = selectors.pages;

/** `/login`: the people of the demo sign in with their names; a password is neither asked for nor there. */
export function LoginPage() {
  const styles = useStyles2(getStyles);
  const [name, setName] = useState('');
  const [refused, setRefused] = useState(false);
  const signIn = (event: FormEvent) => {
    event.preventDefault();
    const login = asLogin(name.trim());
    if (login === null) {
      setRefused(true);
    } else {
      // The whole page is loaded anew: who one is, is in the boot data.
      window.location.assign(locationUtil.assureBaseUrl(`/?user=${login}`));
    }
  };
  return (
    <div className={styles.page}>
      <form className={styles.box} onSubmit={signIn}>
        <GrafanaLogo size={56} />
        <h1>Welcome to Grafana</h1>
        {refused && <Alert severity="error" title="Invalid username" />}
        <Field
          label="Username"
          description={`One of ${Object.keys(PEOPLE).join(', ')}; this demo has no passwords`}
          className={styles.field}
        >
          <Input
            id="login-username"
            autoFocus
            value={name}
            autoComplete="off"
            data-testid={Login.username}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Button type="submit" fullWidth data-testid={Login.submit}>
          Log in
        </Button>
      </form>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    minHeight: '100vh',
    background: theme.colors.background.canvas,
  }),
  box: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: 420,
    padding: theme.spacing(5),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  field: css({ width: '100%' }),
});
