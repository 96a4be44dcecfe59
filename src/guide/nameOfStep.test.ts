import '../testing/jsdomGaps';
import { nameOfStep } from './nameOfStep';

const name = (content: string, tooltip = '') => nameOfStep({ id: 'open-explore', content, tooltip });

describe('the name of a step in a sentence', () => {
  it.each([
    ['Find **Explore** in the menu. *Do It* opens it.', 'Find Explore in the menu'],
    ['Version 1.2 of `up`', 'Version 1.2 of up'],
    ['', 'open-explore'],
    ['<script>alert(1)</script>Press', 'Press'],
  ])('%s', (content, expected) => expect(name(content)).toBe(expected));

  it('is what the tip says where the step itself says nothing', () =>
    expect(name('', 'Look here!')).toBe('Look here!'));

  it('is short', () => expect(name('word '.repeat(100))).toMatch(/^(word )+word?…$|^.{1,80}$/));
});
