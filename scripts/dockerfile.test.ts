/**
 * What Dockerfile.peerjs promises. There may be no Docker where this runs, so its steps are taken one by one: what it
 * copies is copied, what it runs to build is run, and what it would start is started.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { z } from 'zod';

const ROOT = path.resolve(__dirname, '..');
const text = readFileSync(path.join(ROOT, 'Dockerfile.peerjs'), 'utf8');
const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
const instructions = DockerfileParser.parse(text).getInstructions();
const stages = instructions.flatMap((each, index) => (each.getKeyword() === 'FROM' ? [index] : []));
const [building, running] = [instructions.slice(0, stages[1]), instructions.slice(stages[1])];
jest.setTimeout(60_000);

type Instruction = (typeof instructions)[number];
const words = (each: Instruction) => each.getArguments().map((argument) => argument.getValue());
const of = (keyword: string, stage: Instruction[]) => stage.filter((each) => each.getKeyword() === keyword);
/** An instruction's exec form, such as CMD ["node", "x.js"]. */
const execForm = (line: string) => z.array(z.string()).parse(JSON.parse(line.slice(line.indexOf('['))));
const command = () => execForm(of('CMD', running)[0].getArgumentsContent() ?? '');
const healthcheck = () => execForm(of('HEALTHCHECK', running)[0].getRawArgumentsContent() ?? '');

const folders: string[] = [];
const children: ChildProcess[] = [];

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  folders.push(made);
  return made;
}

afterAll(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  folders.forEach((each) => rmSync(each, { recursive: true, force: true }));
});

it('has nothing that the linter finds wrong', () => {
  expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
});

it('builds in one stage and runs in another, on Node of one version', () => {
  expect(stages).toHaveLength(2);
  expect(new Set(stages.map((index) => words(instructions[index])[0]))).toEqual(new Set(['node:22-alpine']));
});

it('runs as a user without rights, who may write nothing but the folder for its secret', () => {
  expect(words(of('USER', running)[0])).toEqual(['node']);
  const after = running.slice(running.indexOf(of('USER', running)[0]));
  expect(after.map((each) => each.getKeyword())).not.toContain('COPY');
  expect(text.match(/chown [^\n]*/g)).toEqual(['chown node:node .live-sessions']);
});

it('starts the program as the docs say', () => expect(command()).toEqual(['node', 'peerjs-server.js']));

it('is given no secret and copies nothing that its list of exceptions does not name', () => {
  expect(text).not.toMatch(/^(ARG|ENV)[^\n]*(SECRET|KEY|PASSWORD)/m);
  const sources = [...of('COPY', building), ...of('COPY', running)]
    .map(words)
    .filter((each) => !each[0].includes('/build/'))
    .flatMap((each) => each.slice(0, -1));
  expect(sources.length).toBeGreaterThan(5);
  expect(ignored.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
  sources.forEach((source) => expect(ignored).toContain(`!${source}`));
});

describe('taken step by step', () => {
  let made: string;

  beforeAll(() => {
    made = folder();
    for (const [source, ...rest] of of('COPY', building).map(words)) {
      const all = [source, ...rest];
      const target = all[all.length - 1];
      for (const each of all.slice(0, -1)) {
        const into = target.endsWith('/') ? path.join(made, target, path.basename(each)) : path.join(made, target);
        mkdirSync(path.dirname(into), { recursive: true });
        cpSync(path.join(ROOT, each), into, {
          recursive: true,
          filter: (file) => !/\.test\.ts$|server\/testing/.test(file),
        });
      }
    }
    // Stands for `npm ci`.
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(made, 'node_modules'));
    const build = of('RUN', building).map((each) => each.getArgumentsContent() ?? '');
    expect(build[0]).toMatch(/^npm ci --ignore-scripts/);
    const { status, stderr } = spawnSync('sh', ['-c', build[1]], { cwd: made, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('has all files that it copies on into the image', () => {
    const copied = of('COPY', running)
      .map(words)
      .flatMap((each) => each.slice(0, -1));
    const fromBuild = copied.filter((file) => file.startsWith('/build/'));
    expect(fromBuild).toHaveLength(2);
    fromBuild.forEach((file) => expect(existsSync(path.join(made, path.basename(file)))).toBe(true));
  });

  it('starts by its command, is found healthy by its check while it runs, and not when it has stopped', async () => {
    const image = folder();
    cpSync(path.join(made, 'peerjs-server.js'), path.join(image, 'peerjs-server.js'));
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    probe.close();
    await once(probe, 'close');
    const env = { PATH: process.env.PATH, PORT: String(port), NODE_ENV: 'production' };
    const [program, ...args] = command();
    const server = spawn(program, args, { cwd: image, env: { ...env, HOST: '127.0.0.1' } });
    children.push(server);
    await once(server.stdout, 'data');
    const check = () => spawnSync(healthcheck()[0], healthcheck().slice(1), { cwd: image, env }).status;
    expect(check()).toBe(0);
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    expect(check()).toBe(1);
  });

  it('does not start where it would listen for everybody without a key', () => {
    const image = folder();
    cpSync(path.join(made, 'peerjs-server.js'), path.join(image, 'peerjs-server.js'));
    const variables = of('ENV', running).flatMap(words);
    expect(variables).toContain('HOST=0.0.0.0');
    const env = { PATH: process.env.PATH, HOST: '0.0.0.0' };
    const { status, stderr } = spawnSync('node', ['peerjs-server.js'], { cwd: image, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      2,
      'API_KEY must be set (16 characters or more, entered in the plugin, too), because HOST is not a loopback address\n',
    ]);
  });
});

describe('the image with a browser', () => {
  const withBrowser = readFileSync(path.join(ROOT, 'deploy/Dockerfile.browser'), 'utf8');
  const all = DockerfileParser.parse(withBrowser).getInstructions();
  const stage = all.slice(all.findLastIndex((each) => each.getKeyword() === 'FROM'));

  it('has nothing that the linter finds wrong', () => {
    expect(validate(withBrowser).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('takes the server from the other image as it is, and starts and checks it in the same way', () => {
    const [files] = of('COPY', stage).map((each) => each.getArgumentsContent());
    const served = of('COPY', running).flatMap(words);
    ['LICENSE', 'peerjs-server.js', 'peerjs-server.js.LEGAL.txt'].forEach((name) => {
      expect(files).toContain(`/app/${name}`);
      expect(served.some((source) => source.endsWith(name))).toBe(true);
    });
    for (const keyword of ['CMD', 'HEALTHCHECK', 'USER', 'VOLUME', 'EXPOSE', 'WORKDIR']) {
      const said = (found: Instruction[]) => found.map((each) => each.getRawArgumentsContent());
      expect(said(of(keyword, stage))).toEqual(said(of(keyword, running)));
      expect(of(keyword, stage)).not.toEqual([]);
    }
  });

  it('runs as a user without rights, with all that the local browser looks for', () => {
    expect(stage.map((each) => each.getKeyword()).lastIndexOf('USER')).toBeGreaterThan(
      stage.map((each) => each.getKeyword()).lastIndexOf('RUN')
    );
    const installed = of('RUN', stage)[0].getArgumentsContent() ?? '';
    ['chromium', 'xvfb', 'ffmpeg'].forEach((name) => expect(installed).toContain(` ${name} `.trimEnd()));
    expect(withBrowser).not.toMatch(/no-sandbox|SYS_ADMIN|privileged/);
  });
});
