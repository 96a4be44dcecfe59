import { isInState, statefulIn } from './toggle';

const first = (html: string): Element => {
  document.body.innerHTML = html;
  const [element] = document.body.children;
  return element;
};
const stateIn = (html: string, wanted: string): boolean | null => {
  const control = statefulIn(first(html));
  return control && isInState(control, wanted);
};

describe('the state of a control', () => {
  it.each([
    ['the checked property before an attribute', '<input type="checkbox" checked aria-checked="false">', true],
    ['a control in a wrapper', '<div><span></span><div><input type="checkbox"></div></div>', false],
    ['the control of a label', '<label>on <input type="radio" checked></label>', true],
    ['a pressed button', '<button aria-pressed="true">x</button>', true],
    ['an open group', '<div><button aria-expanded="true">x</button></div>', true],
    ['a switch', '<div role="switch" aria-checked="false"></div>', false],
    ['a chosen tab', '<a role="tab" aria-selected="true">x</a>', true],
    ['a label that says what a click would do', '<button aria-label="Expand section: Alerting"></button>', false],
    ['the other label', '<button aria-label="Collapse row"></button>', true],
  ])('is read from %s', (_what, html, state) => {
    expect(stateIn(html, 'true')).toBe(state);
    expect(stateIn(html, 'false')).toBe(!state);
  });

  it('is unknown of what shows none', () => {
    expect(statefulIn(first('<div><button>x</button><i aria-pressed="mixed"></i></div>'))).toBeNull();
  });

  it('may be any attribute', () => {
    const button = first('<button data-mode="a:b">x</button>');
    expect(isInState(button, 'data-mode:a:b')).toBe(true);
    expect(isInState(button, 'data-mode:c')).toBe(false);
    expect(isInState(button, 'data-none:')).toBe(false);
  });
});
