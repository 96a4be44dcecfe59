import { useState } from 'react';
import { Button, Drawer, Field, Input, Stack, Tab, TabsBar } from '@grafana/ui';

const TABS = ['Note', 'History'] as const;
/** More fields than a screen is high, so that the last ones must be scrolled to. */
const CHECKS = Array.from({ length: 24 }, (_, index) => `Check ${index + 1}`);

interface NotesDrawerProps {
  onClose: () => void;
  onSave: (note: string) => void;
}

/** A drawer with tabs of its own and a form that must be scrolled. */
export function NotesDrawer({ onClose, onSave }: NotesDrawerProps) {
  const [tab, setTab] = useState<(typeof TABS)[number]>('Note');
  const [note, setNote] = useState('');
  return (
    <Drawer
      title="Notes"
      subtitle="On this dashboard"
      size="sm"
      onClose={onClose}
      tabs={
        <TabsBar>
          {TABS.map((label) => (
            <Tab key={label} label={label} active={label === tab} onChangeTab={() => setTab(label)} />
          ))}
        </TabsBar>
      }
    >
      {tab === 'Note' ? (
        <>
          <Field label="Note">
            <Input id="demo-drawer-note" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          </Field>
          {CHECKS.map((check) => (
            <Field key={check} label={check}>
              <Input />
            </Field>
          ))}
          <Stack gap={1}>
            <Button
              onClick={() => {
                onSave(note);
                onClose();
              }}
            >
              Save note
            </Button>
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
          </Stack>
        </>
      ) : (
        <p>Nobody has changed anything yet.</p>
      )}
    </Drawer>
  );
}
