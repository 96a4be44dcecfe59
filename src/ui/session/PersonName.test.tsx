import { render, screen } from '@testing-library/react';
import { PersonName } from './PersonName';

const drawn = (name: string, login: string | null) => {
  const { container } = render(<PersonName name={name} login={login} />);
  return container.textContent;
};

test('a name that somebody made up has no mark; the login that Grafana vouches for stands beside it, marked', () => {
  expect(drawn('Not my name', 'viewer')).toBe('Not my name·signed in as viewer');
  const mark = screen.getByTestId('live-verified');
  expect(mark).toHaveAttribute('data-login', 'viewer');
  expect(mark).toHaveAttribute('title', 'Signed in to Grafana as viewer');
  expect(mark).not.toHaveTextContent('Not my name');
});

test('a name that is the login is said once', () => {
  expect(drawn('viewer', 'viewer')).toBe('signed in as viewer');
  expect(screen.getByTestId('live-verified')).toHaveAttribute('data-login', 'viewer');
});

test('a name that pretends to be a marked login keeps its direction and its place', () => {
  drawn('\u202e✓ admin', 'viewer');
  expect(screen.getByText('\u202e✓ admin').tagName).toBe('BDI');
  expect(screen.getByTestId('live-verified')).toHaveTextContent(/viewer$/);
});

test('a name that nobody vouches for says so', () => {
  drawn('Ada', null);
  expect(screen.getByRole('img', { name: 'Name not verified' })).toHaveAttribute('data-login', '');
});
