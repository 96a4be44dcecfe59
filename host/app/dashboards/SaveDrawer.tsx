import { useState } from 'react';
import { selectors } from '@grafana/e2e-selectors';
import { isFetchError } from '@grafana/runtime';
import { Alert, Button, Drawer, Field, Stack, TextArea } from '@grafana/ui';

interface SaveDrawerProps {
  title: string;
  removed: readonly string[];
  onSave: () => Promise<void>;
  onClose: () => void;
}

/** Says what would be saved, and saves it. */
export function SaveDrawer({ title, removed, onSave, onClose }: SaveDrawerProps) {
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      await onSave();
    } catch (error) {
      setProblem(isFetchError(error) ? String(error.data.message) : String(error));
    }
  };
  return (
    <Drawer title="Save dashboard" subtitle={title} size="sm" onClose={onClose}>
      {problem && <Alert severity="error" title={problem} />}
      {removed.length === 0 ? (
        <p>No changes to save</p>
      ) : (
        <ul>
          {removed.map((panel) => (
            <li key={panel}>Panel removed: {panel}</li>
          ))}
        </ul>
      )}
      <Field label="Message" description="What you changed, for whoever comes next">
        <TextArea
          id="save-message"
          aria-label="message"
          rows={4}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      <Stack gap={1}>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={removed.length === 0}
          data-testid={selectors.components.Drawer.DashboardSaveDrawer.saveButton}
          onClick={() => void save()}
        >
          Save
        </Button>
      </Stack>
    </Drawer>
  );
}
