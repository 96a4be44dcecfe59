/** TERM-4: who comes later sees what the others see, whatever the program in the terminal has done to it. */
import { existsSync } from 'node:fs';
import { isDeepStrictEqual as isEqual } from 'node:util';
import { until } from '../testing/until';
import { drawn, together } from './testing/drawn';
import { terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();

/** Written by printf in the shell, and the word at whose sight the newcomer comes. */
const SCENARIOS: Array<[what: string, script: string, seen: string]> = [
  ['a shell', 'echo one; echo "red \\033[31mtwo\\033[0m"', 'two'],
  [
    'colours of all kinds',
    '\\033[1;3;4;7mstyles\\033[0m \\033[38;5;208mpalette\\033[0m \\033[48;2;1;2;3mtrue\\033[0m',
    'true',
  ],
  ['the alternate screen', 'below\\r\\n\\033[?1049h\\033[2J\\033[5;10Hfull-screen', 'full-screen'],
  ['the alternate screen left again', 'below\\r\\n\\033[?1049h\\033[2J\\033[5;10Hfull\\033[?1049lafter', 'after'],
  ['a scroll region with the cursor in it', '\\033[2J\\033[5;15r\\033[9;7Hregion', 'region'],
  ['a scroll region in origin mode', '\\033[2J\\033[5;15r\\033[?6h\\033[3;4Horigin', 'origin'],
  ['a hidden cursor of another shape', '\\033[5 q\\033[?25lhidden', 'hidden'],
  ['mouse, focus, paste and keypad modes', '\\033[?1002;1006h\\033[?1004h\\033[?2004h\\033[?1h\\033=modes', 'modes'],
  ['a title', '\\033]0;the title\\007titled', 'titled'],
  ['wide characters and a full line', `${'漢字'.repeat(5)}${'x'.repeat(60)}`, 'xxx'],
  ['box drawing', '\\033(0lqqqk\\r\\nx\\033(B plain \\033)0\\016qq', 'plain'],
  ['no wrapping', '\\033[?7l\\033[1;1Hunwrapped', 'unwrapped'],
];

it.each(SCENARIOS)('TERM-4: %s', async (_what, script, seen) => {
  const ada = await world.join();
  await ada.sees('$');
  // Then the shell says nothing more, and nothing is echoed.
  ada.type(
    `stty -echo; PS1=; clear; printf '${script.startsWith('echo') ? '' : script}'; ${script.startsWith('echo') ? script.replaceAll('\\033', '\u001b') : ''}; sleep 600\r`
  );
  await ada.sees(seen);
  const bob = await world.join({ name: 'Bob' });
  await until(() => bob.kinds.filter((kind) => kind === 'screen').length === 2, 'screen and history');
  await together(ada, bob);
  expect(drawn(bob)).toEqual(drawn(ada));
});

/** What is typed at once, the program that it needs, and what is seen then. */
const PROGRAMS: Array<[what: string, program: string, typed: string, seen: RegExp]> = [
  ['vim', '/usr/bin/vim', 'vim -u NONE -N -c "syntax on" /etc/passwd\r', /root:x:0[^]*"\/etc\/passwd/],
  ['less', '/usr/bin/less', 'less /etc/passwd\r', /root:x:0/],
  ['vim that was left', '/usr/bin/vim', 'vim -u NONE -N -c q /etc/passwd; echo le""ft\r', /left/],
  ['tmux', '/usr/bin/tmux', 'tmux -f /dev/null new "printf in""side; sleep 600"\r', /inside[^]*\[0\]/],
];

for (const [what, program, typed, seen] of PROGRAMS) {
  (existsSync(program) ? it : it.skip)(`TERM-4: ${what}, also after a resize`, async () => {
    const ada = await world.join();
    await ada.sees('$');
    ada.type(typed);
    await ada.sees(seen);
    const bob = await world.join({ name: 'Bob' });
    await until(() => bob.kinds.filter((kind) => kind === 'screen').length === 2, 'screen and history');
    await together(ada, bob);
    expect(drawn(bob)).toEqual(drawn(ada));

    ada.say({ type: 'size', cols: 61, rows: 17 });
    await until(() => ada.terminal.cols === 61, 'the resize');
    const carol = await world.join({ name: 'Carol' });
    await until(() => carol.kinds.filter((kind) => kind === 'screen').length === 2, 'screen and history');
    await until(() => isEqual(drawn(ada), drawn(bob)) && isEqual(drawn(ada), drawn(carol)), 'the same').catch(() => {});
    expect(drawn(bob)).toEqual(drawn(ada));
    expect(drawn(carol)).toEqual(drawn(ada));
  });
}

it('TERM-4: goes on alike: what is drawn next falls into the same margins and modes', async () => {
  const ada = await world.join();
  await ada.sees('$');
  ada.type(
    "stty -echo; PS1=; printf '\\033[2J\\033[5;10r\\033[10;1H'; read x; for i in 1 2 3 4 5 6 7 8 9; do echo line $i; done; printf 'do''ne'; sleep 600\r"
  );
  await until(() => drawn(ada).cursor[1] === 9 && drawn(ada).rows.every((row) => row === ''), 'the margins');
  const bob = await world.join({ name: 'Bob' });
  await until(() => bob.kinds.filter((kind) => kind === 'screen').length === 2, 'screen and history');
  ada.type('\r');
  await Promise.all([ada.sees('done'), bob.sees('done')]);
  await together(ada, bob);
  expect(drawn(bob).rows).toEqual(drawn(ada).rows);
  expect(drawn(ada).rows.slice(4, 10)).toEqual(['line 5', 'line 6', 'line 7', 'line 8', 'line 9', 'done']);
});

it('TERM-4: has the history, also in the middle of a flood, and after a resize', async () => {
  const ada = await world.join();
  await ada.sees('$');
  ada.type("PS1=; stty -echo; seq -f 'line %.0f' 400000; echo 'fin''ished'\r");
  await ada.sees(/line \d{4}/);
  const bob = await world.join({ name: 'Bob' });
  ada.say({ type: 'size', cols: 100, rows: 30 });
  await Promise.all([ada.sees('finished'), bob.sees('finished')]);
  await together(ada, bob);
  const [seen, old] = [drawn(bob), drawn(ada)];
  expect(seen.rows).toEqual(old.rows);
  expect(seen.size).toEqual([100, 30]);
  expect(seen.history.length).toBeGreaterThan(9000);
  expect(seen.history.slice(-9000)).toEqual(old.history.slice(-9000));
});

it('TERM-4: answers a program that asks its terminal once, however many are there', async () => {
  const [ada] = [await world.join(), await world.join({ name: 'Bob' })];
  await ada.sees('$');
  ada.type(
    'stty -echo; PS1=; printf \'\\033[6n\'; IFS= read -rs -t 5 -d R answer; read -rs -t 1 -d R second; printf \'got %s.%s.\' "${answer#?}" "$second"; sleep 600\r'
  );
  await ada.sees(/got \[\d+;\d+\.\./);
});
