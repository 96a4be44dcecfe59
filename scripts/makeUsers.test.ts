/** The script that sets up Grafana's users, against an HTTP server with the rules of Grafana's user API. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';

const ADMIN = 'password of the admin';
const PASSWORDS = {
  GRAFANA_EDITOR_PASSWORD: 'password of the editor',
  GRAFANA_VIEWER_PASSWORD: 'password of the viewer',
};

interface User {
  id: number;
  login: string;
  password: string;
  role: string;
}

const bodySchema = z.object({
  login: z.string().optional(),
  password: z.string().optional(),
  role: z.string().optional(),
});

let server: Server;
let url: string;
let users: User[];
let unready: number;

beforeEach(async () => {
  users = [];
  unready = 0;
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(() => server.close());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  const reply = (status: number, json: unknown) => response.writeHead(status).end(JSON.stringify(json));
  const { login, password, role } = bodySchema.parse(text === '' ? {} : JSON.parse(text));
  const called = `${request.method} ${request.url}`;
  const user = users.find(({ id }) => called.includes(`/users/${id}`));
  if (called === 'GET /api/health') {
    unready -= 1;
    return void reply(unready >= 0 ? 503 : 200, {});
  }
  if (request.headers.authorization !== `Basic ${Buffer.from(`admin:${ADMIN}`).toString('base64')}`) {
    return void reply(401, { message: 'Invalid username or password' });
  }
  if (called === 'POST /api/admin/users') {
    if (users.some((each) => each.login === login)) {
      return void reply(412, { message: 'User already exists' });
    }
    users.push({ id: users.length + 2, login: login ?? '', password: password ?? '', role: 'Viewer' });
    return void reply(200, { id: users.length + 1 });
  }
  if (called.startsWith('GET /api/users/lookup?loginOrEmail=')) {
    const found = users.find((each) => called.endsWith(`=${each.login}`));
    return void reply(found ? 200 : 404, { id: found?.id });
  }
  if (user && /^PUT \/api\/admin\/users\/\d+\/password$/.test(called)) {
    user.password = password ?? '';
    return void reply(200, {});
  }
  if (user && /^PATCH \/api\/org\/users\/\d+$/.test(called)) {
    user.role = role ?? '';
    return void reply(200, {});
  }
  reply(404, {});
}

async function run(env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [path.resolve(__dirname, '../deploy/make-users.mjs')], {
    env: { GRAFANA_URL: url, GRAFANA_ADMIN_PASSWORD: ADMIN, ...PASSWORDS, ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

const wanted = [
  { id: 2, login: 'editor', password: 'password of the editor', role: 'Editor' },
  { id: 3, login: 'viewer', password: 'password of the viewer', role: 'Viewer' },
];

it('waits until Grafana is up, makes both users with their roles and prints no password', async () => {
  unready = 2;
  const { code, output } = await run();
  expect(code).toBe(0);
  expect(users).toEqual(wanted);
  expect(output).toBe('editor: made, Editor\nviewer: made, Viewer\n');
});

it('gives users that are there the password and the role again', async () => {
  users = [
    { id: 2, login: 'editor', password: 'changed', role: 'Admin' },
    { id: 3, login: 'viewer', password: 'changed', role: 'Editor' },
  ];
  expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('editor: was there') });
  expect(users).toEqual(wanted);
});

it('ends with 1 and one line where Grafana refuses', async () => {
  const { code, output } = await run({ GRAFANA_ADMIN_PASSWORD: 'wrong password' });
  expect([code, output]).toEqual([1, 'POST /api/admin/users was answered with 401\n']);
  expect(users).toEqual([]);
});

it('names what is not set', async () => {
  const { code, output } = await run({ GRAFANA_VIEWER_PASSWORD: '' });
  expect(code).toBe(1);
  expect(output).toContain('GRAFANA_VIEWER_PASSWORD is not set');
});
