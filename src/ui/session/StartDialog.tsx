import { Button, Field, Input, Modal, Stack } from '@grafana/ui';
import { useId, useRef, useState, type SubmitEvent, type Ref } from 'react';
import { guideRefOf } from '../../guide/stepRef';
import { LIMITS } from '../../protocol/limits';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';
import { PlainHttpNote } from '../PlainHttpNote';
import { useView } from '../useView';
import { FieldError } from './FieldError';
import { checkPersonName, checkSessionName } from './names';

const SESSION_NAME_REASONS: ReadonlySet<SessionErrorReason> = new Set(['session-name-empty', 'session-name-too-long']);
const PERSON_NAME_REASONS: ReadonlySet<SessionErrorReason> = new Set(['name-empty', 'name-too-long']);

export interface StartDialogProps {
  userName: string;
  onClose: () => void;
}

export function StartDialog(props: StartDialogProps) {
  const first = useRef<HTMLInputElement>(null);
  return (
    <Modal
      isOpen
      title="Start Live Session"
      onDismiss={props.onClose}
      closeOnBackdropClick={false}
      initialFocus={first}
    >
      <StartForm {...props} firstField={first} />
    </Modal>
  );
}

export interface StartFormProps extends StartDialogProps {
  /** Where the focus belongs when the form appears. */
  firstField?: Ref<HTMLInputElement>;
}

/** Asks for the names and starts a session on the guide that is open. What was typed stays when it fails. */
export function StartForm({ userName, onClose, firstField }: StartFormProps) {
  const { session, guides } = useLiveApp();
  const { tabs, active } = useView(guides);
  const tab = tabs.find(({ id }) => id === active);
  const guide = tab?.state === 'ready' ? guideRefOf(tab.guide) : null;

  const [sessionName, setSessionName] = useState(guide?.title.slice(0, LIMITS.sessionNameLength) ?? '');
  const [presenterName, setPresenterName] = useState(userName);
  const [error, setError] = useState<SessionErrorReason | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = checkSessionName(sessionName);
    const presenter = checkPersonName(presenterName);
    if (!name.ok || !presenter.ok) {
      setError(!name.ok ? name.reason : !presenter.ok ? presenter.reason : null);
      return;
    }
    setError(null);
    setBusy(true);
    try {
      await session.start({ sessionName: name.value, presenterName: presenter.value, guide });
      onClose();
    } catch (thrown) {
      setError(SessionError.from(thrown).reason);
      setBusy(false);
    }
  };

  const sessionNameError = error && SESSION_NAME_REASONS.has(error) ? error : null;
  const personNameError = error && PERSON_NAME_REASONS.has(error) ? error : null;
  return (
    <form data-live-own="" onSubmit={submit} noValidate>
      <Stack direction="column" gap={2}>
        {error && !sessionNameError && !personNameError && <ErrorNotice reason={error} />}
        <Field
          noMargin
          label="Session name"
          description="Attendees see it when they join."
          htmlFor={`${id}-session`}
          invalid={sessionNameError !== null}
          error={sessionNameError && <FieldError reason={sessionNameError} />}
        >
          <Input
            id={`${id}-session`}
            data-testid="live-session-name"
            ref={firstField}
            autoComplete="off"
            value={sessionName}
            onChange={(event) => setSessionName(event.currentTarget.value)}
          />
        </Field>
        <Field
          noMargin
          label="Your name"
          htmlFor={`${id}-presenter`}
          invalid={personNameError !== null}
          error={personNameError && <FieldError reason={personNameError} />}
        >
          <Input
            id={`${id}-presenter`}
            data-testid="live-presenter-name"
            autoComplete="off"
            value={presenterName}
            onChange={(event) => setPresenterName(event.currentTarget.value)}
          />
        </Field>
        <PlainHttpNote />
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose} type="button">
          Cancel
        </Button>
        <Button type="submit" data-testid="live-create" disabled={busy} icon={busy ? 'spinner' : undefined}>
          {busy ? 'Starting...' : 'Start session'}
        </Button>
      </Modal.ButtonRow>
    </form>
  );
}
