/** TERM-9: what the output of a shell may do to other people's terminals. */
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { OutputFilter } from './OutputFilter';

const pass = (...chunks: Array<string | Uint8Array>) => {
  const filter = new OutputFilter();
  return Buffer.concat(chunks.map((chunk) => filter.pass(Buffer.from(chunk)))).toString('utf8');
};

it.each([
  ['text', 'hello ✓ 漢字 😀\r\n'],
  ['colours', '\x1b[1;38;2;1;2;3mx\x1b[0m'],
  ['modes', '\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[5;10r\x1b(0\x1bM\x1b7\x1b8\x1b[!p'],
  ['a title', '\x1b]2;my title\x1b\\'],
  ['a colour of the palette', '\x1b]4;1;rgb:00/00/ff\x1b\\'],
  ['a link to a web page', '\x1b]8;id=1;https://grafana.com/docs\x1b\\docs\x1b]8;;\x1b\\'],
  ['a question for a setting', '\x1bP$qm\x1b\\'],
])('TERM-9: lets through %s', (_what, text) => {
  expect(pass(text)).toBe(text);
});

it.each([
  ['the clipboard, to be set', '\x1b]52;c;cm0gLXJmIC8=\x07'],
  ['the clipboard, to be read', '\x1b]52;c;?\x1b\\'],
  ['a notification', '\x1b]9;hi\x07\x1b]777;notify;a;b\x07'],
  ['a file', '\x1b]1337;File=name=eA==:AAAA\x07'],
  ['what a program says to its screen', '\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\'],
  ['pictures', '\x1bPq#0;2;0;0;0~~\x1b\\\x1b_Gf=24;AAAA\x1b\\'],
  ['reports and moves of the window', '\x1b[21t\x1b[3;0;0t'],
])('TERM-9: drops %s', (_what, text) => {
  expect(pass(`a${text}b`)).toBe('ab');
});

it('TERM-9: control characters beyond ASCII open nothing', () => {
  const passed = pass('a\u009d52;c;eA==\u009cb\u009b31mc');
  expect(passed).toBe('a52;c;eA==b31mc');
});

it('TERM-9: links lead to web pages alone, and one that does not ends the link before it', () => {
  expect(pass('\x1b]8;;javascript:alert(1)\x07x')).toBe('\x1b]8;;\x1b\\x');
  expect(pass('\x1b]8;;file:///etc/passwd\x1b\\x')).toBe('\x1b]8;;\x1b\\x');
  expect(pass('\x1b]8;;https://a.example/\u009c\x1b\\x')).toBe('\x1b]8;;\x1b\\x');
});

it('TERM-9, TERM-11: what is to be done without end is done no more often than can be seen', async () => {
  expect(pass('\x1b[2147483647L')).toBe('\x1b[999L');
  expect(pass('x\x1b[21474', '83647b')).toBe('x\x1b[999b');
  expect(pass('\x1b[12S\x1b[999T\x1b[0000000002I')).toBe('\x1b[12S\x1b[999T\x1b[2I');
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  for (const before of ['', '?', '>', '1;']) {
    for (let final = 0x40; final < 0x7f; final += 1) {
      const sequence = `a\x1b[${before}2147483647${String.fromCharCode(final)}`;
      await new Promise<void>((resolve) => terminal.write(pass(sequence), resolve));
    }
  }
});

it('TERM-9: titles are short and without control characters', () => {
  expect(pass(`\x1b]0;${'x'.repeat(LIMITS.titleLength + 1)}\x07`)).toBe(
    `\x1b]0;${'x'.repeat(LIMITS.titleLength)}\x1b\\`
  );
  expect(pass('\x1b]2;a\u202eb\u009cc\x07')).toBe('\x1b]2;abc\x1b\\');
});

it('TERM-9: takes strings of n bytes and drops those of n + 1, without keeping what is dropped', () => {
  const title = (length: number) => `\x1b]2;${'x'.repeat(length - 2)}\x07`;
  expect(pass(title(LIMITS.stringBytes))).not.toBe('');
  expect(pass(title(LIMITS.stringBytes + 1), 'after')).toBe('after');
  const csi = (length: number) => `\x1b[${'1'.repeat(length - 3)}m`;
  expect(pass(csi(LIMITS.sequenceBytes))).toBe(csi(LIMITS.sequenceBytes));
  expect(pass(csi(LIMITS.sequenceBytes + 2), '.')).toContain('.');
});

it('TERM-9: nothing begins in the middle of a sequence or a character', () => {
  const filter = new OutputFilter();
  const bytes = Buffer.from('x\x1b[38;5;1mé漢😀\x1b]2;t\x07y');
  for (const byte of bytes) {
    const passed = Buffer.from(filter.pass(Uint8Array.of(byte))).toString('utf8');
    expect(passed).not.toContain('\ufffd');
    expect(passed).toMatch(/^(\x1b\[38;5;1m|\x1b\]2;t\x1b\\|[^\x1b]?)$/u);
  }
});

const pieces = fc.constantFrom(
  'text',
  '\x1b',
  '[',
  ']',
  '52;c;AA==',
  '8;;',
  'http://x',
  '\x07',
  '\x1b\\',
  'é',
  '漢',
  '\u009b',
  '\u009d',
  '\u009c',
  '31m',
  't',
  'P',
  '$q',
  '_',
  '^',
  'X',
  '\x18',
  '\x1a',
  ';',
  '0',
  '2;',
  '\r\n',
  '\x7f',
  '?',
  'h'
);
const streams = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
  .map((all) => all.join(''));

it('TERM-9: passes the same however it is cut', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(60), { maxLength: 8 }), (text, cuts) => {
      const bytes = Buffer.from(text);
      const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const parts = ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
      expect(pass(...parts)).toBe(pass(bytes));
    }),
    { numRuns: 2000 }
  );
});

it('TERM-9: a real terminal that is given the result is never told of clipboard, notification or foreign link', async () => {
  const told: string[] = [];
  const terminal = new Terminal({ allowProposedApi: true, logLevel: 'off' });
  for (const osc of [7, 9, 50, 52, 777, 1337]) {
    terminal.parser.registerOscHandler(osc, (data) => told.push(`${osc};${data}`) > 0);
  }
  terminal.parser.registerOscHandler(8, (data) => {
    const address = data.slice(data.indexOf(';') + 1);
    if (address !== '' && !/^https?:/.test(address)) {
      told.push(`8;${data}`);
    }
    return true;
  });
  await fc.assert(
    fc.asyncProperty(streams, async (text) => {
      const hostile = `${text}\x1b]52;c;${text}\x07${text}\u009d52;c;AA\u009c`;
      await new Promise<void>((done) => terminal.write(`${pass(hostile)}\x18`, done));
      expect(told).toEqual([]);
    }),
    { numRuns: 500 }
  );
});
