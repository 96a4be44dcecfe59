import { Spaced } from './Spaced';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('acts at once, then once for all that is asked meanwhile, and at once again after a calm', () => {
  const act = jest.fn();
  const spaced = new Spaced(100, act);
  spaced.ask();
  expect(act).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 10; count += 1) {
    spaced.ask();
  }
  jest.advanceTimersByTime(99);
  expect(act).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(2);
  jest.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
  spaced.ask();
  expect(act).toHaveBeenCalledTimes(3);
});

it('does nothing of what was asked once it is stopped', () => {
  const act = jest.fn();
  const spaced = new Spaced(100, act);
  spaced.ask();
  spaced.ask();
  spaced.stop();
  jest.runAllTimers();
  expect(act).toHaveBeenCalledTimes(1);
});
