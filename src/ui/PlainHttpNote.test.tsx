import { render, screen } from '@testing-library/react';
import { PlainHttpNote } from './PlainHttpNote';

test('says what plain http means, and nothing where the browser vouches for the page', () => {
  const { rerender } = render(<PlainHttpNote isSecure={false} />);
  expect(screen.getByRole('note')).toHaveTextContent('plain http');
  rerender(<PlainHttpNote isSecure />);
  expect(screen.queryByRole('note')).toBeNull();
});
