import type { BootData, CurrentUserDTO } from '@grafana/data';
import { PEOPLE, type Login } from '../people';
import type { ThemeName } from './identity';

/** Grafana's boot data for one person; @grafana/runtime reads it while it is imported. */
export function bootDataFor(login: Login, theme: ThemeName, settings: object): BootData {
  const { permissions, ...person } = PEOPLE[login];
  return {
    user: {
      ...person,
      // The enum of @grafana/data cannot be imported before the boot data is there; its values are these words.
      orgRole: person.orgRole as CurrentUserDTO['orgRole'],
      isSignedIn: true,
      externalUserId: '',
      theme,
      lightTheme: theme === 'light',
      orgCount: 1,
      orgId: 1,
      orgName: 'Main Org.',
      gravatarUrl: '',
      timezone: 'browser',
      weekStart: '',
      language: 'en-US',
      permissions: Object.fromEntries(permissions.map((permission) => [permission, true])),
      analytics: { identifier: '' },
      authenticatedBy: 'password',
    },
    // The server's settings are the part of Grafana's that is used; @grafana/runtime fills in the rest.
    settings: settings as BootData['settings'],
    navTree: [],
    assets: { light: '', dark: '' },
  };
}
