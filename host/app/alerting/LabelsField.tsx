import { useState } from 'react';
import { selectors } from '@grafana/e2e-selectors';
import { Button, Field, Input, Modal, Stack, TagList } from '@grafana/ui';

interface LabelsFieldProps {
  labels: Readonly<Record<string, string>>;
  onChange: (labels: Readonly<Record<string, string>>) => void;
}

/** A rule's labels, and the dialog that adds one. */
export function LabelsField({ labels, onChange }: LabelsFieldProps) {
  const [adding, setAdding] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const names = Object.entries(labels).map(([name, text]) => `${name} = ${text}`);
  return (
    <>
      <Stack gap={1} alignItems="center">
        {names.length === 0 ? <span>No labels selected</span> : <TagList tags={names} />}
        <Button
          type="button"
          variant="secondary"
          fill="outline"
          icon="plus"
          size="sm"
          data-testid={selectors.components.AlertRules.addLabelsButton}
          onClick={() => setAdding(true)}
        >
          Add labels
        </Button>
      </Stack>
      <Modal title="Add labels" isOpen={adding} onDismiss={() => setAdding(false)}>
        <Stack gap={1}>
          <Field label="Key">
            <Input id="label-key" value={key} onChange={(event) => setKey(event.currentTarget.value)} />
          </Field>
          <Field label="Value">
            <Input id="label-value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
          </Field>
        </Stack>
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={() => setAdding(false)}>
            Cancel
          </Button>
          <Button
            type="button"
            disabled={key.trim() === ''}
            onClick={() => {
              onChange({ ...labels, [key.trim()]: value });
              setAdding(false);
            }}
          >
            Save
          </Button>
        </Modal.ButtonRow>
      </Modal>
    </>
  );
}
