import { css } from '@emotion/css';
import { useId, useState, type SubmitEvent } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Field, FileUpload, Input, RadioButtonGroup, TextArea, useStyles2 } from '@grafana/ui';
import { GuideBrokenError } from '../../guide/guideErrors';
import type { Guide } from '../../guide/model';
import type { GuideProblem } from '../../guide/reading';
import { useLiveApp } from '../LiveApp';

type Way = 'paste' | 'file' | 'address';

const WAYS: Array<{ value: Way; label: string }> = [
  { value: 'paste', label: 'Paste' },
  { value: 'file', label: 'File' },
  { value: 'address', label: 'Address' },
];

/** Problems that are listed; a guide with more has one cause, most often. */
const MOST_PROBLEMS = 5;

type Opening =
  | { kind: 'idle' }
  | { kind: 'opening' }
  | { kind: 'broken'; problems: readonly GuideProblem[] }
  | { kind: 'failed'; detail: string };

export interface OpenGuideProps {
  onOpen?: () => void;
}

/** Opens a guide that is not on the list: pasted, from a file, or from an address that an administrator allowed. */
export function OpenGuide({ onOpen }: OpenGuideProps) {
  const styles = useStyles2(getStyles);
  const { library, guides } = useLiveApp();
  const [unfolded, setUnfolded] = useState(false);
  const [way, setWay] = useState<Way>('paste');
  const [text, setText] = useState('');
  const [address, setAddress] = useState('');
  const [opening, setOpening] = useState<Opening>({ kind: 'idle' });
  const base = useId();

  const open = async (load: () => Promise<Guide>) => {
    setOpening({ kind: 'opening' });
    try {
      const { id, title } = await load();
      // It may be open already, as it was before it was changed.
      guides.close(id);
      onOpen?.();
      void guides.open(id, title);
    } catch (error) {
      setOpening(
        error instanceof GuideBrokenError
          ? { kind: 'broken', problems: error.problems }
          : { kind: 'failed', detail: error instanceof Error ? error.message : String(error) }
      );
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void open(() => (way === 'address' ? library.openAddress(address) : library.openText(text)));
  };

  if (!unfolded) {
    return (
      <div>
        <Button
          size="sm"
          variant="secondary"
          icon="plus"
          onClick={() => setUnfolded(true)}
          data-testid="guide-open-other"
        >
          Open a guide
        </Button>
      </div>
    );
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Open a guide">
      <RadioButtonGroup
        size="sm"
        aria-label="Where the guide is"
        options={WAYS}
        value={way}
        onChange={(chosen) => {
          setWay(chosen);
          setOpening({ kind: 'idle' });
        }}
      />
      {way === 'paste' && (
        <Field label="Guide as JSON" noMargin htmlFor={`${base}-text`}>
          <TextArea
            id={`${base}-text`}
            data-testid="guide-open-text"
            rows={6}
            value={text}
            spellCheck={false}
            placeholder={'{ "id": "...", "title": "...", "blocks": [] }'}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Field>
      )}
      {way === 'file' && (
        <FileUpload
          size="sm"
          accept=".json,application/json"
          onFileUpload={({ currentTarget: { files } }) => {
            const file = files?.[0];
            if (file) {
              void open(async () => library.openText(await file.text()));
            }
          }}
        >
          Choose a file
        </FileUpload>
      )}
      {way === 'address' && (
        <Field
          label="Address"
          description="Below one that an administrator listed in this plugin’s configuration."
          noMargin
          htmlFor={`${base}-address`}
        >
          <Input
            id={`${base}-address`}
            data-testid="guide-open-address"
            type="url"
            value={address}
            placeholder="https://guides.example.com/tour/content.json"
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
        </Field>
      )}
      <div role="alert">
        {opening.kind === 'broken' && <Problems problems={opening.problems} />}
        {opening.kind === 'failed' && (
          <Alert severity="error" title="The guide could not be opened" bottomSpacing={0}>
            {opening.detail}
          </Alert>
        )}
      </div>
      <div className={styles.buttons}>
        {way !== 'file' && (
          <Button
            size="sm"
            type="submit"
            disabled={opening.kind === 'opening' || (way === 'paste' ? text : address).trim() === ''}
            data-testid="guide-open-submit"
          >
            Open
          </Button>
        )}
        <Button size="sm" variant="secondary" fill="text" onClick={() => setUnfolded(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Each with its place in the file. */
function Problems({ problems }: { problems: readonly GuideProblem[] }) {
  const styles = useStyles2(getStyles);
  return (
    <Alert severity="error" title="This guide cannot be read" bottomSpacing={0}>
      <ul className={styles.problems} data-testid="guide-problems">
        {problems.slice(0, MOST_PROBLEMS).map(({ path, message }, index) => (
          <li key={index}>
            {path !== '' && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
      {problems.length > MOST_PROBLEMS && <p>There are {problems.length - MOST_PROBLEMS} more.</p>}
      <p>Correct it and open it again.</p>
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  problems: css({ margin: theme.spacing(0, 0, 1), paddingLeft: theme.spacing(2), overflowWrap: 'anywhere' }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
