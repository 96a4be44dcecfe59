import { act, render, screen } from '@testing-library/react';
import { SESSION_ERRORS } from '../../session/SessionError';
import '../../testing/jsdomGaps';
import { GalleryGrid } from './Gallery';
import { GALLERY_STATES } from './states';
import '../../testing/patience';

describe('the gallery', () => {
  test('draws every state, and no state twice', async () => {
    await act(async () => void render(<GalleryGrid />));
    await screen.findAllByTestId('guide-title');
    await screen.findAllByTestId('live-qr');
    const titles = screen.getAllByTestId('gallery-state').map((state) => state.dataset.title);
    expect(new Set(titles).size).toBe(GALLERY_STATES.length);
  });

  test('has every error of the table', () => {
    const titles = GALLERY_STATES.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(Object.keys(SESSION_ERRORS).map((reason) => `Error: ${reason}`)));
  });
});
