import { act, render, screen } from '@testing-library/react';
import { SESSION_ERRORS } from '../../session/SessionError';
import '../../testing/jsdomGaps';
import { BLOCK_STATES } from './blockStates';
import { GalleryGrid } from './Gallery';
import { GALLERY_STATES } from './states';
import '../../testing/patience';

describe('the gallery', () => {
  // In parts: jsdom draws so much at once too slowly for one test.
  const isBlock = ({ title }: (typeof GALLERY_STATES)[number]) => title.startsWith('Block: ');
  const half = Math.ceil(BLOCK_STATES.length / 2);
  test.each([
    ['of sessions', GALLERY_STATES.filter((state) => !isBlock(state)), 'live-qr'],
    ['of blocks', BLOCK_STATES.slice(0, half), 'guide-title'],
    ['of more blocks', BLOCK_STATES.slice(half), 'guide-title'],
  ])('draws every state %s', async (_, states, testId) => {
    await act(async () => void render(<GalleryGrid states={states} />));
    await screen.findAllByTestId(testId);
    expect(screen.getAllByTestId('gallery-state')).toHaveLength(states.length);
  });

  test('has no state twice, and those of blocks among them', () => {
    expect(new Set(GALLERY_STATES.map(({ title }) => title)).size).toBe(GALLERY_STATES.length);
    expect(GALLERY_STATES.filter(isBlock)).toEqual(BLOCK_STATES);
  });

  test('has every error of the table', () => {
    const titles = GALLERY_STATES.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(Object.keys(SESSION_ERRORS).map((reason) => `Error: ${reason}`)));
  });
});
