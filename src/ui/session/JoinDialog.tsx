import { Button, Modal, Stack } from '@grafana/ui';
import { useRef, useState, type SubmitEvent, type Ref } from 'react';
import type { Mode } from '../../protocol/messages';
import { parseInvitation } from '../../protocol/shareCode';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp, useSessionView } from '../LiveApp';
import { PlainHttpNote } from '../PlainHttpNote';
import { JoinProgress } from './JoinProgress';
import { ModeChoice } from './ModeChoice';
import { checkPersonName } from './names';
import { TextField } from './TextField';

const CODE_REASONS: ReadonlySet<SessionErrorReason> = new Set([
  'code-malformed',
  'fingerprint-malformed',
  'code-unknown',
]);
const NAME_REASONS: ReadonlySet<SessionErrorReason> = new Set(['name-empty', 'name-too-long']);

export interface JoinDialogProps {
  userName: string;
  /** What the code field holds at first: a code, a whole link, or nothing. */
  invitation: string;
  /** Guided where nothing is said. */
  mode?: Mode;
  onClose: () => void;
}

export function JoinDialog(props: JoinDialogProps) {
  const { session } = useLiveApp();
  const { role } = useSessionView();
  const first = useRef<HTMLInputElement>(null);
  const close = () => {
    if (role === 'joining') {
      session.leave();
    }
    props.onClose();
  };
  return (
    <Modal isOpen title="Join Live Session" onDismiss={close} closeOnBackdropClick={false} initialFocus={first}>
      <JoinForm {...props} onCancel={close} firstField={first} />
    </Modal>
  );
}

export interface JoinFormProps extends JoinDialogProps {
  onCancel: () => void;
  /** Where the focus belongs when the form appears: on the code, or on the name when the code is there already. */
  firstField?: Ref<HTMLInputElement>;
}

/** Asks for code, name and mode, and joins. What was typed stays when it fails. */
export function JoinForm(props: JoinFormProps) {
  const { userName, invitation, mode: modeBefore = 'guided', onClose, onCancel, firstField } = props;
  const { session, followCeiling } = useLiveApp();
  const view = useSessionView();
  const [typed, setTyped] = useState(invitation);
  const [name, setName] = useState(userName);
  const [mode, setMode] = useState<Mode>(modeBefore);
  const [error, setError] = useState<SessionErrorReason | null>(null);
  const [busy, setBusy] = useState(false);

  const join = async (takeOver: boolean) => {
    const parsed = parseInvitation(typed);
    const checked = checkPersonName(name);
    if (typeof parsed === 'string') {
      setError(parsed);
      return;
    }
    if (!checked.ok) {
      setError(checked.reason);
      return;
    }
    setError(null);
    setBusy(true);
    try {
      // Who changes nothing here goes on as what they are in the other tab.
      const asThere = takeOver && name === userName && mode === modeBefore;
      await session.join({ invitation: typed, name: checked.value, mode, takeOver, ...(asThere && { asThere }) });
      onClose();
    } catch (thrown) {
      setError(SessionError.from(thrown).reason);
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void join(false);
  };
  const codeError = error && CODE_REASONS.has(error) ? error : null;
  const nameError = error && NAME_REASONS.has(error) ? error : null;
  return (
    <form data-live-own="" onSubmit={submit} noValidate>
      <Stack direction="column" gap={2}>
        {error && !codeError && !nameError && (
          <ErrorNotice
            reason={error}
            action={
              error === 'other-tab' && (
                <Button size="sm" variant="secondary" type="button" onClick={() => void join(true)}>
                  Take over here
                </Button>
              )
            }
          />
        )}
        <TextField
          label="Session code or link"
          description={describeInvitation(typed)}
          testId="live-code-input"
          inputRef={invitation === '' ? firstField : undefined}
          error={codeError}
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="7K3M9Q"
          value={typed}
          disabled={busy}
          onType={setTyped}
        />
        <TextField
          label="Your name"
          description="The presenter sees it in the list of attendees."
          testId="live-name-input"
          inputRef={invitation === '' ? undefined : firstField}
          error={nameError}
          value={name}
          disabled={busy}
          onType={setName}
        />
        {view.role === 'joining' ? (
          <JoinProgress stage={view.stage} onCancel={onCancel} />
        ) : (
          <ModeChoice layout="cards" mode={mode} onChange={setMode} ceiling={followCeiling} />
        )}
        <PlainHttpNote />
      </Stack>
      {view.role !== 'joining' && (
        <Modal.ButtonRow>
          <Button variant="secondary" fill="outline" onClick={onCancel} type="button">
            Cancel
          </Button>
          <Button type="submit" data-testid="live-join-submit" disabled={busy}>
            Join session
          </Button>
        </Modal.ButtonRow>
      )}
    </form>
  );
}

/** Says while it is typed what the field's content will do, in particular who vouches for the presenter. */
function describeInvitation(typed: string): string {
  const parsed = parseInvitation(typed);
  if (typeof parsed === 'string') {
    return 'Six letters and digits, or the whole link from the presenter.';
  }
  return parsed.fingerprint
    ? `Session ${parsed.code}. The link names the presenter’s key, so nobody else can answer in their place.`
    : `Session ${parsed.code}. With a code alone, the session server vouches for the presenter; a link is safer.`;
}
