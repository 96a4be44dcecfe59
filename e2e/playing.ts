/** How a person plays a guide: every part by its own buttons, what is theirs to do with mouse and keyboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Block, Guide, GuideStep } from '../src/guide/model';
import { parseGuide } from '../src/guide/parseGuide';
import { withSnippets } from '../src/guide/snippets';

const BUNDLED = path.resolve(__dirname, '../src/guide/bundled');

const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(BUNDLED, file), 'utf8'));

function snippet(id: string): [string, readonly unknown[]] {
  const json = readJson(`snippets/${id}.json`);
  const blocks = typeof json === 'object' && json !== null && 'blocks' in json ? json.blocks : [];
  return [id, Array.isArray(blocks) ? blocks : []];
}

/** A bundled guide as everybody has it. */
export function bundledGuide(id: string): Guide {
  const parsed = parseGuide(withSnippets(readJson(`${id}.json`), new Map([snippet('how-to-play')])));
  if (!parsed.ok) {
    throw new Error(`${id}: ${parsed.errors[0].path} ${parsed.errors[0].message}`);
  }
  return parsed.guide;
}

export type Part = Extract<
  Block,
  { kind: 'step' | 'multistep' | 'guided' | 'code-block' | 'quiz' | 'input' | 'terminal' | 'challenge' }
>;

export const idOf = (part: Part): string =>
  part.kind === 'step' ? part.step.id : 'group' in part ? part.group.id : part.id;

/** Everything in a guide that somebody does, in reading order; of a conditional the branch that is taken here. */
export function partsOf(blocks: readonly Block[]): Part[] {
  return blocks.flatMap((block): Part[] => {
    switch (block.kind) {
      case 'section':
      case 'collapsible':
      case 'group':
        return partsOf(block.blocks);
      case 'conditional':
        return partsOf(block.whenTrue.blocks);
      case 'markdown':
      case 'html':
      case 'image':
      case 'video':
      case 'grot-guide':
      case 'terminal-connect':
        return [];
      default:
        return [block];
    }
  });
}

export const cardOf = (page: Page, id: string): Locator =>
  page.locator(`[data-testid="guide-step"][data-step-id="${id}"]`);

/** A part is done when its card says so, or when its section has folded away, which it does when all of it is done. */
export async function expectDone(page: Page, id: string, timeout = 40_000): Promise<void> {
  await expect
    .poll(
      // In one look: a card that folds away between two would be waited for.
      () => cardOf(page, id).evaluateAll((cards) => cards.at(0)?.getAttribute('data-state') ?? 'folded'),
      {
        message: `${id} is done`,
        timeout,
      }
    )
    .toMatch(/^(done|folded)$/);
}

/** The frame is on this step, and in view. */
export async function expectFrameOn(page: Page, stepId: string): Promise<void> {
  const frame = page.locator(`[data-testid="live-highlight"][data-step-id="${stepId}"]`);
  await expect(frame, `${stepId} is framed`).toBeVisible({ timeout: 30_000 });
  await expect(frame, `${stepId} is framed in view`).toBeInViewport();
}

/** Where to click: the frame has come to rest, as lists that have just opened still move. */
async function middleOfFrame(page: Page, stepId: string): Promise<{ x: number; y: number }> {
  await expectFrameOn(page, stepId);
  // A frame that is just drawn anew is looked for again, not waited for.
  const look = () =>
    page
      .getByTestId('live-highlight')
      .boundingBox({ timeout: 1_000 })
      .catch(() => null);
  let box = await look();
  await expect(async () => {
    const before = box;
    box = await look();
    expect(box, `the frame of ${stepId} rests`).not.toBeNull();
    expect(box).toEqual(before);
  }).toPass({ timeout: 30_000, intervals: [50, 100, 200] });
  if (box === null) {
    throw new Error('unreachable: the expectation above holds');
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** One step of a guided part, by hand where the frame is. */
async function byHand(page: Page, card: Locator, step: GuideStep): Promise<void> {
  await expect(card.locator(`[data-testid="guide-inner-step"][data-step-id="${step.id}"]`)).toHaveAttribute(
    'data-state',
    'now',
    { timeout: 30_000 }
  );
  if (step.action === 'noop') {
    await card.getByTestId('guide-continue').click();
    return;
  }
  await expect(card.locator(`[data-testid="guide-inner-step"][data-step-id="${step.id}"]`)).toHaveAttribute(
    'data-watched',
    'true'
  );
  const { x, y } = await middleOfFrame(page, step.id);
  if (step.action === 'hover') {
    await page.mouse.move(x, y, { steps: 4 });
    return;
  }
  await page.mouse.click(x, y);
  if (step.action === 'formfill') {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(step.targetvalue ?? '');
  }
}

/** What the reader answers; a wrong answer first, whose hint must be shown. */
async function answerQuiz(card: Locator, quiz: Extract<Part, { kind: 'quiz' }>): Promise<void> {
  const tick = (choice: { id: string }) => card.locator(`input[value="${choice.id}"]`).check();
  const wrong = quiz.choices.find(({ correct, hint }) => !correct && hint !== '');
  if (wrong) {
    await tick(wrong);
    await card.getByTestId('guide-quiz-check').click();
    await expect(card.getByText('That is not right yet.')).toBeVisible();
    if (quiz.multiSelect) {
      await card.locator(`input[value="${wrong.id}"]`).uncheck();
    }
  }
  for (const choice of quiz.choices.filter(({ correct }) => correct)) {
    await tick(choice);
  }
  await card.getByTestId('guide-quiz-check').click();
}

/** Plays one part on a page where everything before it is done. `shows` also presses Show Me before. */
export async function play(page: Page, part: Part, { shows }: { shows: boolean }): Promise<void> {
  const id = idOf(part);
  const card = cardOf(page, id);
  switch (part.kind) {
    case 'step':
    case 'code-block': {
      if (part.step.action === 'noop') {
        // Done as soon as it is reached, and with it its section.
        return expectDone(page, id);
      }
      const show = card.getByTestId('guide-show-me');
      const perform = card.getByTestId('guide-do-it');
      await expect(show.or(perform).first()).toBeVisible();
      if ((shows || !part.step.doIt) && (await show.count()) > 0) {
        await show.click();
        await expectFrameOn(page, part.step.id);
      }
      if ((await perform.count()) > 0 && (await card.getAttribute('data-state')) !== 'done') {
        await perform.click();
      }
      break;
    }
    case 'multistep':
      await card.getByTestId('guide-do-it').click();
      return expectDone(page, id, 30_000 + 8_000 * part.group.steps.length);
    case 'guided':
      await card.getByTestId('guide-start').click();
      for (const step of part.group.steps) {
        await byHand(page, card, step);
      }
      break;
    case 'quiz':
      await answerQuiz(card, part);
      break;
    case 'input':
      await answerInput(page, part);
      break;
    case 'terminal':
      await card.getByTestId('guide-mark-done').click();
      break;
    case 'challenge':
      await expect(card.getByTestId('guide-check')).toBeEnabled();
      await page.locator('a[data-testid="data-testid Nav menu item"][href$="/explore"]').click();
      await card.getByTestId('guide-check').click();
      break;
  }
  if (part.kind !== 'input' || part.tracked) {
    await expectDone(page, id);
  }
}

async function answerInput(page: Page, input: Extract<Part, { kind: 'input' }>): Promise<void> {
  const free = page.locator(`[data-testid="guide-input"][data-variable="${input.variableName}"]`);
  switch (input.inputType) {
    case 'text':
      await free.getByRole('textbox').fill('web-3');
      await free.getByRole('textbox').press('Enter');
      break;
    case 'boolean':
      await free.getByText(input.checkboxLabel).click();
      await expect(free.getByRole('checkbox')).toBeChecked();
      break;
    case 'datasource': {
      const card = cardOf(page, input.id);
      await card.getByRole('combobox').click();
      await page.getByRole('option', { name: 'prometheus' }).first().click();
      await card.getByTestId('guide-check-data').click();
      break;
    }
  }
}
