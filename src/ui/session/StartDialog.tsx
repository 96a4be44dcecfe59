import { Button, Checkbox, Modal, Stack } from '@grafana/ui';
import { useRef, useState, type SubmitEvent, type Ref } from 'react';
import { guideRefOf } from '../../guide/stepRef';
import { LIMITS } from '../../protocol/limits';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';
import { PlainHttpNote } from '../PlainHttpNote';
import { useView } from '../useView';
import { checkPersonName, checkSessionName } from './names';
import { TextField } from './TextField';

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
  const [admit, setAdmit] = useState(false);
  const [error, setError] = useState<SessionErrorReason | null>(null);
  const [busy, setBusy] = useState(false);

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
      await session.start({ sessionName: name.value, presenterName: presenter.value, guide, admit });
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
        <TextField
          label="Session name"
          description="Attendees see it when they join."
          testId="live-session-name"
          inputRef={firstField}
          error={sessionNameError}
          value={sessionName}
          onType={setSessionName}
        />
        <TextField
          label="Your name"
          testId="live-presenter-name"
          error={personNameError}
          value={presenterName}
          onType={setPresenterName}
        />
        <Checkbox
          data-testid="live-admit-option"
          label="Admit attendees one by one"
          description="Everybody new waits until you let them in. You can change this at any time."
          value={admit}
          onChange={(event) => setAdmit(event.currentTarget.checked)}
        />
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
