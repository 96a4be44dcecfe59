import { SESSION_ERRORS, type SessionErrorReason } from '../../session/SessionError';

/** For a Field's `error`: says what is wrong with what was typed, and what to type instead. */
export function FieldError({ reason }: { reason: SessionErrorReason }) {
  const { title, remedy } = SESSION_ERRORS[reason];
  return (
    <span data-testid="live-error" data-reason={reason}>
      {title} {remedy}
    </span>
  );
}
