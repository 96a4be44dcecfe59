/** Where a click lands, and what a mouse does. */
import { ClickCounter, fitPicture, inPicture, wheelPixels } from './pointer';

const PICTURE = { width: 1280, height: 720 };

describe('the place of the picture', () => {
  it('is as large as the stage lets it be, in its middle', () => {
    expect(fitPicture({ width: 640, height: 720 }, PICTURE, 1)).toEqual({ left: 0, top: 180, width: 640, height: 360 });
    expect(fitPicture({ width: 2560, height: 720 * 1.5 }, PICTURE, 1)).toEqual({
      left: 320,
      top: 0,
      width: 1920,
      height: 1080,
    });
  });

  it('is its own size where that nearly fits', () => {
    expect(fitPicture({ width: 1290, height: 731 }, PICTURE, 1)).toEqual({ left: 5, top: 6, ...PICTURE });
    expect(fitPicture({ width: 645, height: 365 }, PICTURE, 2)).toMatchObject({ width: 640, height: 360 });
  });

  it.each([1, 1.25, 1.5, 2, 3])('begins at a whole pixel of a screen with %d to one of CSS', (ratio) => {
    const { left, top } = fitPicture({ width: 1001, height: 903 }, PICTURE, ratio);
    for (const pixels of [left * ratio, top * ratio]) {
      expect(Math.abs(pixels - Math.round(pixels))).toBeLessThan(1e-9);
    }
  });
});

describe('a place in the picture', () => {
  const box = { left: 100, top: 50, width: 640, height: 360 };

  it('is in the picture’s pixels, whatever size it is shown in', () => {
    expect(inPicture(box, PICTURE, { x: 100, y: 50 })).toEqual({ x: 0, y: 0 });
    expect(inPicture(box, PICTURE, { x: 420, y: 230 })).toEqual({ x: 640, y: 360 });
    expect(inPicture(box, PICTURE, { x: 420.3, y: 230.1 })).toEqual({ x: 640.6, y: 360.2 });
  });

  it('is held at the edge for a pointer that was dragged out', () => {
    expect(inPicture(box, PICTURE, { x: -500, y: 5000 })).toEqual({ x: 0, y: 719 });
    expect(inPicture(box, PICTURE, { x: 5000, y: 0 })).toEqual({ x: 1279, y: 0 });
  });

  it('is none without a picture', () => {
    expect(inPicture({ ...box, width: 0 }, PICTURE, { x: 1, y: 1 })).toBeNull();
    expect(inPicture(box, { width: 0, height: 0 }, { x: 1, y: 1 })).toBeNull();
  });
});

describe('clicks', () => {
  const at = { x: 10, y: 10 };

  it('count up to three where they are close in time and place', () => {
    const counter = new ClickCounter();
    expect([0, 200, 400, 600].map((time) => counter.press(0, at, time))).toEqual([1, 2, 3, 1]);
    expect(counter.clicks).toBe(1);
  });

  it.each([
    ['late', 0, at, 501],
    ['far', 0, { x: 16, y: 10 }, 100],
    ['of another button', 2, at, 100],
  ] as const)('begin anew with one that is %s', (_what, button, place, time) => {
    const counter = new ClickCounter();
    counter.press(0, at, 0);
    expect(counter.press(button, place, time)).toBe(1);
  });
});

it('a wheel counts in pixels, lines or pages, and never beyond what the wire takes', () => {
  expect(wheelPixels({ deltaX: 3, deltaY: -100, deltaMode: 0 }, PICTURE)).toEqual({ dx: 3, dy: -100 });
  expect(wheelPixels({ deltaX: 0, deltaY: 3, deltaMode: 1 }, PICTURE)).toEqual({ dx: 0, dy: 120 });
  expect(wheelPixels({ deltaX: 0, deltaY: -1, deltaMode: 2 }, PICTURE)).toEqual({ dx: 0, dy: -720 });
  expect(wheelPixels({ deltaX: 1e9, deltaY: -1e9, deltaMode: 0 }, PICTURE)).toEqual({ dx: 10_000, dy: -10_000 });
});
