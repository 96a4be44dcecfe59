/** From the page's pixels to the picture's, and what a mouse does in the picture's words. Pure. */
import type { ViewCall } from '../../../src/protocol/browserWire';

export interface Size {
  width: number;
  height: number;
}
export interface Place {
  x: number;
  y: number;
}
/** CSS pixels. */
export interface Box extends Size {
  left: number;
  top: number;
}

/** A picture this much larger or smaller than it would be in its own size is shown in its own size, which is sharp. */
const NEARLY = 0.02;

/**
 * The largest place for the picture within the stage, in its middle, that begins at a whole pixel of the screen.
 * @param ratio pixels of the screen to a CSS pixel
 */
export function fitPicture(stage: Size, picture: Size, ratio: number): Box {
  const fitted = Math.min(stage.width / picture.width, stage.height / picture.height);
  const own = 1 / ratio;
  const near = [1, own].find((each) => each <= fitted && fitted - each < each * NEARLY);
  const scale = near ?? fitted;
  const width = picture.width * scale;
  const height = picture.height * scale;
  const whole = (value: number) => Math.round(value * ratio) / ratio;
  return { left: whole((stage.width - width) / 2), top: whole((stage.height - height) / 2), width, height };
}

/** Where in the picture; held at its edge for what is outside. Null where there is no picture to be in. */
export function inPicture(box: Box, picture: Size, { x, y }: Place): Place | null {
  if (box.width <= 0 || box.height <= 0 || picture.width <= 0 || picture.height <= 0) {
    return null;
  }
  const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return {
    x: tenths(within(((x - box.left) / box.width) * picture.width, picture.width)),
    y: tenths(within(((y - box.top) / box.height) * picture.height, picture.height)),
  };
}

type Button = Extract<ViewCall, { type: 'button' }>['button'];
/** By DOM's numbers. */
export const BUTTONS: readonly Button[] = ['left', 'middle', 'right', 'back', 'forward'];

/** Milliseconds and CSS pixels within which a click goes with the one before. */
const TOGETHER = { time: 500, distance: 5 };

/** How many clicks a press is part of: pointer events do not say. */
export class ClickCounter {
  private last: { button: number; at: Place; time: number; clicks: number } | null = null;

  /** @param time in milliseconds @returns 1 to 3 */
  press(button: number, at: Place, time: number): number {
    const { last } = this;
    const goesOn =
      last !== null &&
      last.button === button &&
      last.clicks < 3 &&
      time - last.time <= TOGETHER.time &&
      Math.hypot(at.x - last.at.x, at.y - last.at.y) <= TOGETHER.distance;
    const clicks = goesOn ? last.clicks + 1 : 1;
    this.last = { button, at, time, clicks };
    return clicks;
  }

  /** Of the press that is let go. */
  get clicks(): number {
    return this.last?.clicks ?? 1;
  }
}

/** Pixels to a line, as browsers have it. */
const LINE = 40;
const MOST = 10_000;

/** What was turned, in pixels; wheels also count in lines and pages. */
export function wheelPixels(
  { deltaX, deltaY, deltaMode }: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>,
  page: Size
): { dx: number; dy: number } {
  const within = (value: number) => Math.min(MOST, Math.max(-MOST, value));
  const [across, down] = deltaMode === 2 ? [page.width, page.height] : deltaMode === 1 ? [LINE, LINE] : [1, 1];
  return { dx: within(deltaX * across), dy: within(deltaY * down) };
}
