import { bringIntoView, STICKS } from './bringIntoView';

/** As DOMRect, which jsdom does not have. */
function rect(x: number, y: number, width: number, height: number): DOMRect {
  const sides = { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  return { ...sides, toJSON: () => sides };
}

/** Lays an element out in a frame of 100 by 100 pixels at (0, 0), itself in a page that scrolls. */
function layOut(box: DOMRect, bar: DOMRect | null = null) {
  const page = document.createElement('div');
  const frame = document.createElement('div');
  const element = document.createElement('div');
  page.style.overflowY = 'auto';
  frame.style.overflowY = 'auto';
  frame.getBoundingClientRect = () => rect(0, 0, 100, 100);
  element.getBoundingClientRect = () => box;
  frame.append(element);
  if (bar) {
    const sticky = document.createElement('div');
    sticky.setAttribute(STICKS, '');
    sticky.getBoundingClientRect = () => bar;
    frame.prepend(sticky);
  }
  page.append(frame);
  document.body.replaceChildren(page);
  bringIntoView(element);
  return { top: frame.scrollTop, left: frame.scrollLeft, page: page.scrollTop };
}

test.each([
  ['stays where it is in view', rect(20, 20, 40, 40), { top: 0, left: 0 }],
  ['goes down to what is below', rect(20, 150, 40, 40), { top: 98, left: 0 }],
  ['goes right to what is beside', rect(150, 20, 40, 40), { top: 0, left: 98 }],
  ['goes back to what is above', rect(20, -30, 40, 40), { top: -38, left: 0 }],
  ['shows the beginning of what does not fit', rect(20, 150, 40, 400), { top: 142, left: 0 }],
])('the nearest scroller alone %s', (_, box, scrolled) => {
  expect(layOut(box)).toEqual({ ...scrolled, page: 0 });
});

test('what sticks to the top of the scroller does not cover what is brought into view', () => {
  expect(layOut(rect(20, 10, 40, 20), rect(0, 0, 100, 30)).top).toBe(-28);
});
