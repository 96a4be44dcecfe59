/** Plain CSS must mean what it means to a browser: random selectors over random trees, against the DOM's own answer. */
import fc from 'fast-check';
import { Budget } from './budget';
import { compileSelector } from './dialect';
import { selectAll } from './select';

const name = fc.constantFrom('a', 'b', 'i');
const simple = fc
  .tuple(
    fc.constantFrom('a', 'b', 'i', '*'),
    fc.constantFrom('', '.x', ':first-child', ':nth-child(2)', ':last-of-type')
  )
  .map((parts) => parts.join(''));
const combinator = fc.constantFrom(' ', ' > ', ' + ', ' ~ ');
const chain = fc
  .tuple(simple, fc.array(fc.tuple(combinator, simple), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.flat().join(''));
const list = fc.array(chain, { minLength: 1, maxLength: 2 }).map((chains) => chains.join(', '));
const selector = fc.oneof(
  list,
  fc.tuple(simple, chain).map(([left, right]) => `${left}:not(${right})`),
  fc.tuple(chain, list, simple).map(([left, inner, right]) => `${left}:is(${inner}) ${right}`)
);

/** Each element's name, whether it has the class, and which of the ones before it holds it. */
const elements = fc.array(fc.tuple(name, fc.boolean(), fc.nat()), { minLength: 1, maxLength: 25 });

function build(drawn: ReadonlyArray<readonly [string, boolean, number]>): void {
  document.body.replaceChildren();
  const built: Element[] = [document.body];
  for (const [tag, hasClass, holder] of drawn) {
    const element = document.createElement(tag);
    element.classList.toggle('x', hasClass);
    built[holder % built.length].append(element);
    built.push(element);
  }
}

it('finds what the DOM finds, in the same order', () => {
  const compared = fc.property(elements, selector, (drawn, text) => {
    build(drawn);
    const { query } = compileSelector(text);
    const found = selectAll(query, { root: document, names: [], budget: new Budget(() => 0) });
    expect(found).toEqual(Array.from(document.querySelectorAll(text)));
  });
  fc.assert(compared, { numRuns: 300, seed: 20261120 });
});
