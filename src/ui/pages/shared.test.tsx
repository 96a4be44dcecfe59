import { render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter } from 'react-router-dom-v5-compat';
import { SessionError } from '../../session/SessionError';
import { fakeLiveApp, type FakeOptions } from '../../testing/fakeLiveApp';
import '../../testing/jsdomGaps';
import '../../testing/patience';
import { LiveAppProvider } from '../LiveApp';
import { SharedEntry } from '../SharedEntry';
import { Shared } from './SharedPage';

const offering = (browser: boolean) => () => Promise.resolve({ relay: false, terminal: false, browser });
const draw = (element: ReactElement, offers: FakeOptions['offers']) =>
  render(
    <MemoryRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
      <LiveAppProvider value={fakeLiveApp({ offers })}>{element}</LiveAppProvider>
    </MemoryRouter>
  );

test('the entry is there, as new, where the server offers it', async () => {
  draw(<SharedEntry />, offering(true));
  expect(await screen.findByText('Shared Sessions')).toBeVisible();
  expect(screen.getByText('NEW')).toBeVisible();
});

test.each([
  ['does not offer it', offering(false)],
  ['does not answer', () => Promise.reject(new SessionError('server-down'))],
])('the entry is hidden where the server %s', async (_why, offers) => {
  const asked = jest.fn(offers);
  const { container } = draw(<SharedEntry />, asked);
  await expect(asked.mock.results[0].value.catch(() => 'no answer')).resolves.toBeDefined();
  expect(container).toBeEmptyDOMElement();
});

test('the page leads to the server’s own page in a tab of its own', async () => {
  draw(<Shared />, offering(true));
  const way = await screen.findByRole('link', { name: 'Open Shared Sessions' });
  expect(way).toHaveAttribute('href', 'https://live.example.com/shared-session');
  expect(way).toHaveAttribute('rel', expect.stringContaining('noopener'));
});

test('the page says that the server does not offer it, and leads back', async () => {
  draw(<Shared />, offering(false));
  expect(await screen.findByText('This session server does not offer Shared Sessions')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Go to Live Sessions' })).toHaveAttribute(
    'href',
    '/a/livesessions-guide-app'
  );
});

test('the page says why the server could not be asked', async () => {
  draw(<Shared />, () => Promise.reject(new SessionError('policy')));
  expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', 'policy');
  expect(screen.getByTestId('live-policy-sources')).toHaveTextContent(
    'https://live.example.com wss://live.example.com'
  );
});
