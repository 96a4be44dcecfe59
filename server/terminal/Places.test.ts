/** TERM-11: whose place is kept, and how long. */
import { FrameLog } from './FrameLog';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { Place, type Wire } from './Place';
import { Places } from './Places';

const wire: Wire = { text: () => {}, frame: () => {}, close: () => {}, unsent: 0 };

function kept() {
  const places = new Places();
  let ids = 0;
  const enter = (secret: string) => {
    const place =
      places.get(secret) ??
      new Place(
        (ids += 1),
        'type',
        'somebody',
        true,
        { name: secret, size: { cols: 80, rows: 24 } },
        { log: new FrameLog(), screen: () => new Promise(() => {}), isFlooded: () => false }
      );
    places.enter(secret, place);
    place.attach(wire, null);
    return {
      place,
      leave: () => {
        place.detach();
        places.leave(place);
      },
    };
  };
  return { places, enter };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('TERM-11: who was cut off is found again for a while, and then is not', () => {
  const { places, enter } = kept();
  const ada = enter('ada');
  const bob = enter('bob');
  ada.leave();
  jest.advanceTimersByTime(LIMITS.placeFor - 1);
  bob.leave();
  expect(places.get('ada')).toBe(ada.place);
  jest.advanceTimersByTime(1);
  expect(places.get('ada')).toBeUndefined();
  expect(places.get('bob')).toBe(bob.place);
  jest.advanceTimersByTime(LIMITS.placeFor);
  expect(places.get('bob')).toBeUndefined();
  expect(jest.getTimerCount()).toBe(0);
});

it('TERM-11: who is back stays, however long it has been', () => {
  const { places, enter } = kept();
  enter('ada').leave();
  const back = enter('ada');
  jest.advanceTimersByTime(2 * LIMITS.placeFor);
  expect(places.get('ada')).toBe(back.place);
  expect(places.here()).toEqual([back.place]);
});

it('TERM-11: of more than are kept the one that is away longest is forgotten, and nobody who is there', () => {
  const { places, enter } = kept();
  const there = enter('there');
  for (let index = 0; index <= LIMITS.placesKept + 1; index += 1) {
    enter(`guest ${index}`).leave();
  }
  expect(places.get('guest 0')).toBeUndefined();
  expect(places.get('guest 1')).toBeDefined();
  expect(places.get('there')).toBe(there.place);
});
