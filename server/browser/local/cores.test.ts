import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { runnerOf } from '../../terminal/account';
import { start } from './belonging';
import { allowedCores, browserCores, keptTo } from './cores';

it.each([
  ['0', null],
  ['0-1', null],
  ['0-2', '1,2'],
  ['0-3', '2,3'],
  ['0-3,6,8-10', '6,8,9,10'],
  ['0-15', '8,9,10,11,12,13,14,15'],
  ['', null],
  ['rubbish', null],
])('of the cores %j browsers use %j', (allowed, cores) => expect(browserCores(allowed)).toBe(cores));

const tasksetTest = keptTo('0').length > 0 ? it : it.skip;
tasksetTest('BROW-13: what belongs to a browser, and all that it starts, keeps to its cores', async () => {
  const found = runnerOf(userInfo().username);
  if (!found.ok) {
    throw new Error(found.problem);
  }
  const [first] = allowedCores().split(/[-,]/);
  const child = start({
    runner: found.runner,
    profile: { mark: randomBytes(8).toString('hex'), path: tmpdir(), programs: tmpdir(), owner: null },
    file: '/bin/sh',
    args: ['-c', 'sh -c "grep Cpus_allowed_list /proc/self/status"'],
    stdio: ['ignore', 'pipe', 'inherit'],
    cores: first,
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  expect(said.trim().split(/\s+/)).toEqual(['Cpus_allowed_list:', first]);
});
