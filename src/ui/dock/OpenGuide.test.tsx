import { screen, waitFor, within } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { fakePresenting } from '../../testing/fakeViews';
import { GuideArea } from './GuideArea';

const GUIDE = JSON.stringify({ id: 'mine', title: 'My own guide', blocks: [{ type: 'markdown', content: 'Hello.' }] });
const press = (name: string) => screen.getByRole('button', { name });

async function unfold(options: Parameters<typeof drawWith>[1] = {}) {
  const { user, app } = drawWith(<GuideArea />, options);
  await user.click(await screen.findByRole('button', { name: 'Open a guide' }));
  return { user, app, form: screen.getByRole('form', { name: 'Open a guide' }) };
}

describe('opening a guide of one’s own', () => {
  it('by pasting it', async () => {
    const { user } = await unfold();
    expect(press('Open')).toBeDisabled();
    await user.click(screen.getByLabelText('Guide as JSON'));
    await user.paste(GUIDE);
    await user.click(press('Open'));
    expect(await screen.findByTestId('guide-title')).toHaveTextContent('My own guide');
    expect(screen.getByTestId('guide-own')).toHaveTextContent('Your own guide');
  });

  it('from a file', async () => {
    const { user, form } = await unfold();
    await user.click(within(form).getByRole('radio', { name: 'File' }));
    const field = form.querySelector<HTMLInputElement>('input[type="file"]');
    if (!field) {
      throw new Error('no field for a file');
    }
    const file = new File([GUIDE], 'content.json', { type: 'application/json' });
    // jsdom's files cannot be read as browsers read them.
    Object.defineProperty(file, 'text', { value: () => Promise.resolve(GUIDE) });
    await user.upload(field, file);
    expect(await screen.findByTestId('guide-title')).toHaveTextContent('My own guide');
  });

  it('says where each mistake is and what to do, and lets it be tried again', async () => {
    const { user } = await unfold();
    const wrong = Array.from({ length: 7 }, () => ({ type: 'interactive', action: 'button', content: 'x' }));
    await user.click(screen.getByLabelText('Guide as JSON'));
    await user.paste(JSON.stringify({ id: 'mine', title: 'x', blocks: wrong }));
    await user.click(press('Open'));
    const problems = await screen.findByTestId('guide-problems');
    expect(within(problems).getAllByRole('listitem')).toHaveLength(5);
    expect(problems).toHaveTextContent('blocks.0.reftarget');
    expect(screen.getByText('There are 2 more.')).toBeInTheDocument();
    expect(screen.getByText('Correct it and open it again.')).toBeInTheDocument();
    await user.clear(screen.getByLabelText('Guide as JSON'));
    await user.paste(GUIDE);
    await user.click(press('Open'));
    expect(await screen.findByTestId('guide-title')).toBeInTheDocument();
  });

  it('from an address says why that is refused', async () => {
    const { user, form } = await unfold();
    await user.click(within(form).getByRole('radio', { name: 'Address' }));
    await user.type(screen.getByRole('textbox', { name: /^Address/ }), 'https://evil.example/content.json');
    await user.click(press('Open'));
    expect(await screen.findByText(/not below one that an administrator listed/)).toBeInTheDocument();
  });

  it('says while presenting that attendees do not have it', async () => {
    const { user, app } = await unfold({ session: fakePresenting() });
    await user.click(screen.getByLabelText('Guide as JSON'));
    await user.paste(GUIDE);
    await user.click(press('Open'));
    await waitFor(() => expect(screen.getByTestId('guide-own')).toHaveTextContent('Attendees do not see this guide'));
    expect(app.guides.view().active).toBe('mine');
  });
});
