import { css } from '@emotion/css';
import { useState, type FormEvent } from 'react';
import { AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config, getAppEvents } from '@grafana/runtime';
import { Button, Combobox, Field, FieldSet, Input, useStyles2 } from '@grafana/ui';
import type { ThemeName } from '../identity';
import { Page } from '../shell/Page';
import { useStore } from '../shell/store';
import { changeTheme, theme } from '../shell/theme';

const { UserProfile } = selectors.components;

const THEMES: Array<{ label: string; value: ThemeName }> = [
  { label: 'Dark', value: 'dark' },
  { label: 'Light', value: 'light' },
];

/** `/profile`: who one is, and one's preferences; the people of the demo keep their names. */
export function ProfilePage() {
  const styles = useStyles2(getStyles);
  const { user } = config.bootData;
  const { isLight } = useStore(theme);
  const [chosen, setChosen] = useState<ThemeName>(isLight ? 'light' : 'dark');
  const save = (event: FormEvent) => {
    event.preventDefault();
    changeTheme(chosen);
    getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: ['Preferences updated'] });
  };
  return (
    <Page navId="profile/settings">
      <div className={styles.forms}>
        <FieldSet label="Edit profile">
          <Field label="Name">
            <Input id="edit-user-profile-name" value={user.name} readOnly />
          </Field>
          <Field label="Email">
            <Input id="edit-user-profile-email" value={user.email} readOnly />
          </Field>
          <Field label="Username">
            <Input id="edit-user-profile-username" value={user.login} readOnly />
          </Field>
        </FieldSet>
        <form onSubmit={save}>
          <FieldSet label="Preferences">
            <Field label="Interface theme">
              <Combobox
                id="shared-preferences-theme-select"
                options={THEMES}
                value={chosen}
                onChange={({ value }) => setChosen(value)}
              />
            </Field>
          </FieldSet>
          <Button type="submit" data-testid={UserProfile.preferencesSaveButton}>
            Save preferences
          </Button>
        </form>
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  forms: css({ maxWidth: 600, display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
