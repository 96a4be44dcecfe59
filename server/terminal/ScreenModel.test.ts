/** TERM-4: screens for those who ask, of the real model in its own thread. */
import { loadAssets } from './assets';
import { ScreenModel, type Screen } from './ScreenModel';

let model: ScreenModel;

beforeEach(async () => {
  const { model: code } = await loadAssets();
  model = new ScreenModel(
    code,
    { cols: 80, rows: 24 },
    {
      onDrawn: () => {},
      onAnswer: () => {},
      onFailure: (error) => {
        throw error;
      },
    }
  );
});
afterEach(() => model.end());

const textOf = ({ bytes }: Screen) => Buffer.from(bytes).toString();

it('TERM-4: all who ask at once are shown one screen, which says what it shows', async () => {
  model.output(1, Buffer.from('one\r\n'));
  await model.screen(0);
  const first = [model.screen(0), model.screen(0)];
  const history = model.screen(1000);
  const [ada, bob] = await Promise.all(first);
  expect(bob).toBe(ada);
  expect(ada.number).toBe(1);
  expect(textOf(ada)).toContain('one');
  expect(await history).not.toBe(ada);
});

it('TERM-4: who asks later is shown what came meanwhile', async () => {
  model.output(1, Buffer.from('one\r\n'));
  await model.screen(0);
  model.output(2, Buffer.from('two\r\n'));
  await model.screen(0);
  const later = await model.screen(0);
  expect(later.number).toBe(2);
  expect(textOf(later)).toContain('two');
});
