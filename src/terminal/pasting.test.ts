import { needsAsking, pasteable, pasteLines } from './pasting';

it('leaves nothing in a paste with which it could end itself and be run', () => {
  expect(pasteable('a\x1b[201~rm -rf ~\r\nb\u009b201~\tc\x03')).toBe('a[201~rm -rf ~\nb201~\tc');
});

it('asks before lines that a shell would run, and not where its program takes pastes as such', () => {
  expect(needsAsking('one\n', false)).toBe(true);
  expect(needsAsking('one\ntwo', true)).toBe(false);
  expect(needsAsking('one', false)).toBe(false);
});

it('shows eight lines of it', () => {
  const text = Array.from({ length: 9 }, (_, index) => `line ${index}`).join('\n');
  expect(pasteLines(text)).toEqual({
    question: 'Paste 9 lines?',
    shown: `${text.slice(0, text.lastIndexOf('\n'))}\n…`,
  });
  expect(pasteLines('one\ntwo')).toEqual({ question: 'Paste 2 lines?', shown: 'one\ntwo' });
});

it('counts lines, and not what is behind the last one’s end', () => {
  expect(pasteLines('one\ntwo\n')).toEqual({ question: 'Paste 2 lines?', shown: 'one\ntwo' });
  expect(pasteLines('one\n').question).toBe('Paste a line with its end?');
  expect(pasteLines('one\n\n').question).toBe('Paste 2 lines?');
});
