/** The three people of the demo Grafana, known to its server and to its pages. */
export interface Person {
  id: number;
  uid: string;
  login: string;
  name: string;
  email: string;
  orgRole: 'Viewer' | 'Editor' | 'Admin';
  isGrafanaAdmin: boolean;
  permissions: readonly string[];
}

const LOOK = [
  'dashboards:read',
  'folders:read',
  'datasources:query',
  'plugins.app:access',
  'alert.rules:read',
  'annotations:read',
];
// Here editors may also manage data sources, as a role of Grafana's access control can allow them to.
const CHANGE = [
  ...LOOK,
  'datasources:explore',
  'datasources:read',
  'datasources:create',
  'datasources:write',
  'datasources:delete',
  'dashboards:create',
  'dashboards:write',
  'folders:create',
  'alert.rules:create',
  'alert.rules:write',
];
const MANAGE = [...CHANGE, 'plugins:write', 'plugins:install', 'org.users:read', 'users:read'];

export const PEOPLE = {
  viewer: {
    id: 3,
    uid: 'demo-viewer',
    login: 'viewer',
    name: 'Vera Viewer',
    email: 'viewer@demo.example',
    orgRole: 'Viewer',
    isGrafanaAdmin: false,
    permissions: LOOK,
  },
  editor: {
    id: 2,
    uid: 'demo-editor',
    login: 'editor',
    name: 'Edgar Editor',
    email: 'editor@demo.example',
    orgRole: 'Editor',
    isGrafanaAdmin: false,
    permissions: CHANGE,
  },
  admin: {
    id: 1,
    uid: 'demo-admin',
    login: 'admin',
    name: 'Ada Admin',
    email: 'admin@demo.example',
    orgRole: 'Admin',
    isGrafanaAdmin: true,
    permissions: MANAGE,
  },
} as const satisfies Record<string, Person>;

export type Login = keyof typeof PEOPLE;

export const DEFAULT_LOGIN: Login = 'editor';

/** Names the person on every API call of the demo Grafana; it stands for a login and protects nothing. */
export const LOGIN_HEADER = 'x-demo-login';

/** The login that `value` names, or null. */
export function asLogin(value: unknown): Login | null {
  return typeof value === 'string' && Object.hasOwn(PEOPLE, value) ? (value as Login) : null;
}

const LOGIN_COOKIE = /(?:^|; )demo_login=([a-z]+)(?:;|$)/;

/** What signing in at `/login` leaves with the browser, for all of its tabs. */
export const loginCookie = (login: Login): string => `demo_login=${login}`;

/** The login that a `Cookie` header, or the page's own list of cookies, names; null without one. */
export function cookieLogin(cookies: string): Login | null {
  return asLogin(LOGIN_COOKIE.exec(cookies)?.[1]);
}
