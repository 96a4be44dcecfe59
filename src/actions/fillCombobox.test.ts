import { pageClock } from './clock';
import { isCombobox } from './combobox';
import { fillCombobox } from './fillCombobox';

/** A combobox as ARIA describes it; what it is given stands in `chosen`. */
function combobox(options: readonly string[]) {
  document.body.innerHTML = `<input role="combobox" aria-controls="list" aria-expanded="false"><ul id="list"></ul>`;
  const field = document.querySelector('input');
  const list = document.querySelector('ul');
  if (!field || !list || !isCombobox(field)) {
    throw new Error('the page was not made');
  }
  const chosen: string[] = [];
  const escapes: boolean[] = [];
  field.addEventListener('click', () => field.setAttribute('aria-expanded', 'true'));
  document.addEventListener('keydown', () => escapes.push(true), { once: true });
  const typed = () => {
    const text = field.value;
    list.replaceChildren(
      ...options
        .filter((option) => option.includes(text))
        .map((option) => {
          const item = document.createElement('li');
          item.setAttribute('role', 'option');
          const [label, description] = option.split('|');
          item.innerHTML = `<svg></svg><span>${label}</span>${description ? `<small>${description}</small>` : ''}`;
          item.addEventListener('click', () => chosen.push(label));
          return item;
        })
    );
  };
  field.addEventListener('input', typed);
  return { field, chosen, escapes };
}

async function fill(options: readonly string[], value: string) {
  const { field, chosen, escapes } = combobox(options);
  const filled = fillCombobox(field, value, { clear: false, clock: pageClock, signal: new AbortController().signal });
  await jest.advanceTimersByTimeAsync(3000);
  return { filled: await filled, chosen, escapes, pending: jest.getTimerCount() };
}

describe('a combobox', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is opened and given the option of exactly that name', async () => {
    expect(await fill(['web-1', 'web-2', 'web-22'], 'web-2')).toEqual({
      filled: true,
      chosen: ['web-2'],
      escapes: [],
      pending: 0,
    });
  });

  it('is not given an option by what stands below its name', async () => {
    expect((await fill(['one|web-2', 'web-2|one'], 'web-2')).chosen).toEqual(['web-2']);
  });

  it('is left as it was when no option has that name, and a dialog around it stays open', async () => {
    expect(await fill(['web-1', 'web-22'], 'web-2')).toEqual({ filled: false, chosen: [], escapes: [], pending: 0 });
  });
});
