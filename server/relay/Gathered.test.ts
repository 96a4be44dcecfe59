/** What is handed to a presenter together: by real timers, whose time is given with room to spare. */
import { SAID_AT_ONCE, type Said } from '../../src/protocol/relayApi';
import { RELAY_LIMITS } from '../serverLimits';
import { until } from '../testing/until';
import { Gathered } from './Gathered';

function gathering() {
  const messages: Said[][] = [];
  const gathered = new Gathered((said) => messages.push(said));
  const add = (...numbers: number[]) => numbers.forEach((number) => gathered.add([`m-${number}`, `${number}`]));
  const texts = () => messages.map((said) => said.map(([, text]) => text).join(' '));
  return { gathered, add, texts };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('hands over the first at once, what follows together and in order, and then the next at once again', async () => {
  const { add, texts } = gathering();
  add(1, 2, 3);
  expect(texts()).toEqual(['1']);
  await until(() => texts().length === 2, 'the others');
  expect(texts()).toEqual(['1', '2 3']);
  await new Promise((resolve) => setTimeout(resolve, 4 * RELAY_LIMITS.gathered.within));
  add(4);
  expect(texts()).toEqual(['1', '2 3', '4']);
});

test('does not wait for more than one message can take', () => {
  const { add, texts } = gathering();
  add(...upTo(1 + 2 * SAID_AT_ONCE));
  expect(texts().map((text) => text.split(' ').length)).toEqual([1, SAID_AT_ONCE, SAID_AT_ONCE]);
});

test('does not wait for more characters than one message should have', () => {
  const { gathered, texts } = gathering();
  const large = 'x'.repeat(RELAY_LIMITS.gathered.text - 1);
  [large, large, large].forEach((text) => gathered.add(['m-1', text]));
  expect(texts()).toEqual([large, large]);
  gathered.end();
});

test('hands over at once what waits when something else is to be said, and nothing after its end', async () => {
  const { gathered, add, texts } = gathering();
  add(1, 2);
  gathered.flush();
  expect(texts()).toEqual(['1', '2']);
  add(3);
  gathered.end();
  await new Promise((resolve) => setTimeout(resolve, 4 * RELAY_LIMITS.gathered.within));
  expect(texts()).toEqual(['1', '2']);
});
