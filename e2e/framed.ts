/** What a person really sees of a highlight: asked of the browser, not of the code that draws it. */
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';

const boxSchema = z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() });

const sightingSchema = z.object({
  stepId: z.string(),
  frame: boxSchema,
  element: boxSchema,
  /** Of the framed element, or of the nearest around it that has one. */
  testId: z.string(),
  comment: z.string(),
  commentInView: z.boolean(),
  /** Share of the element in the viewport, as the browser's own observer says. */
  ratio: z.number(),
  /** A click in the middle of what is seen of the frame would reach the element. */
  reachable: z.boolean(),
});
export type Sighting = z.infer<typeof sightingSchema>;

/** What is framed on the page now; null without a frame, or when nothing that `selector` finds has to do with it. */
export async function sight(page: Page, selector: string): Promise<Sighting | null> {
  const seen = await page.evaluate(async (wanted) => {
    const box = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right, bottom };
    };
    const frame = document.querySelector<HTMLElement>('[data-testid="live-highlight"]');
    const comment = document.querySelector<HTMLElement>('[data-testid="live-highlight-comment"]');
    const target = document.querySelector(wanted);
    if (!frame || !comment || !target || !frame.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      return null;
    }
    const of = box(frame);
    const x = (Math.max(of.left, 0) + Math.min(of.right, innerWidth)) / 2;
    const y = (Math.max(of.top, 0) + Math.min(of.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    // Whatever lies under the frame's middle, and what it lies in: one of them is what the frame is drawn around.
    const around: Element[] = [];
    for (let at = top; at; at = at.parentElement) {
      around.push(at);
    }
    const fits = (element: Element) => {
      const at = box(element);
      return (['left', 'top', 'right', 'bottom'] as const).every((side) => Math.abs(at[side] - of[side]) <= 2);
    };
    const framed = [target, ...around].find(
      (element) => fits(element) && (element.contains(target) || target.contains(element))
    );
    if (!framed) {
      return null;
    }
    const ratio = await new Promise<number>((resolve) => {
      const observer = new IntersectionObserver(([entry]) => {
        observer.disconnect();
        resolve(entry.intersectionRatio);
      });
      observer.observe(framed);
    });
    const says = box(comment);
    return {
      stepId: frame.dataset.stepId ?? '',
      frame: of,
      element: box(framed),
      testId: framed.closest('[data-testid]')?.getAttribute('data-testid') ?? '',
      comment: comment.innerText,
      commentInView:
        comment.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        says.left >= 0 &&
        says.top >= 0 &&
        says.right <= innerWidth &&
        says.bottom <= innerHeight,
      ratio,
      reachable: framed.contains(top) || (top !== null && top.contains(framed) && top !== document.body),
    };
  }, selector);
  return seen === null ? null : sightingSchema.parse(seen);
}

/** Waits until the page shows the step to a person: frame on the element, in view, uncovered, with its comment. */
export async function expectFramed(
  page: Page,
  step: { id: string; reftarget: string; tooltip: string }
): Promise<Sighting> {
  let last: Sighting | null = null;
  await expect(async () => {
    last = await sight(page, step.reftarget);
    expect(last, `nothing is framed for ${step.id}`).not.toBeNull();
    expect(last).toMatchObject({ stepId: step.id, comment: step.tooltip, commentInView: true, reachable: true });
    expect(last?.ratio).toBeGreaterThan(0.5);
  }).toPass({ timeout: 30_000, intervals: [50, 100, 200] });
  if (last === null) {
    throw new Error('unreachable: the expectation above holds');
  }
  return last;
}

/** Whether the frame's line is among the pixels of a screenshot, at a side of the frame that the viewport shows. */
export async function linePainted(page: Page): Promise<boolean> {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (encoded) => {
    const frame = document.querySelector<HTMLElement>('[data-testid="live-highlight"]');
    const rgb = frame && /rgb\((\d+), (\d+), (\d+)\)/.exec(getComputedStyle(frame).boxShadow);
    if (!frame || !rgb) {
      return false;
    }
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const { left, top, right, bottom } = frame.getBoundingClientRect();
    // The line is three pixels wide and lies outside of the frame's box.
    const sides: Array<[number, number]> = [
      [left - 2, (top + bottom) / 2],
      [right + 1, (top + bottom) / 2],
      [(left + right) / 2, top - 2],
      [(left + right) / 2, bottom + 1],
    ];
    return sides.some(([x, y]) => {
      const pixel = context?.getImageData(Math.round(x), Math.round(y), 1, 1).data ?? [];
      return [1, 2, 3].every((channel) => Math.abs(pixel[channel - 1] - Number(rgb[channel])) <= 8);
    });
  }, png);
}
