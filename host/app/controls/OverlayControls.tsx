import { useState, type FormEvent } from 'react';
import {
  Button,
  Collapse,
  ConfirmModal,
  Dropdown,
  Field,
  Input,
  Menu,
  Modal,
  Stack,
  Switch,
  Toggletip,
  Tooltip,
} from '@grafana/ui';
import { selectors } from '@grafana/e2e-selectors';
import { Corner, Corners, Held } from './Corner';
import { NotesDrawer } from './NotesDrawer';

type Open = 'nothing' | 'modal' | 'drawer' | 'confirm';

/** Everything that lies over the page or opens on it. */
export function OverlayControls() {
  const [open, setOpen] = useState<Open>('nothing');
  const [title, setTitle] = useState('');
  const [saved, setSaved] = useState<string[]>([]);
  const [chosen, setChosen] = useState('none');
  const [deleted, setDeleted] = useState(0);
  const [expanded, setExpanded] = useState(false);
  const [advanced, setAdvanced] = useState(false);
  const close = () => setOpen('nothing');
  const save = (event: FormEvent) => {
    event.preventDefault();
    setSaved([...saved, title]);
    close();
  };
  const menu = (
    <Menu>
      <Menu.Item label="Duplicate" icon="copy" onClick={() => setChosen('duplicate')} />
      <Menu.Item
        label="Move to"
        icon="folder"
        childItems={['Shop', 'Infrastructure'].map((folder) => (
          <Menu.Item key={folder} label={folder} onClick={() => setChosen(folder)} />
        ))}
      />
      <Menu.Divider />
      <Menu.Item label="Delete" icon="trash-alt" destructive onClick={() => setOpen('confirm')} />
    </Menu>
  );
  return (
    <Corners>
      <Corner title="Dialogs">
        <Stack gap={1} wrap="wrap">
          <Button onClick={() => setOpen('modal')}>Open dialog</Button>
          <Button variant="secondary" onClick={() => setOpen('drawer')}>
            Open drawer
          </Button>
          <Button variant="destructive" icon="trash-alt" onClick={() => setOpen('confirm')}>
            Delete
          </Button>
        </Stack>
      </Corner>
      <Corner title="Menus and tips">
        <Stack gap={1} wrap="wrap" alignItems="center">
          <Dropdown overlay={menu} placement="bottom-start">
            <Button variant="secondary" icon="angle-down" iconPlacement="right">
              Actions
            </Button>
          </Dropdown>
          <Toggletip content={<span>Counted once a minute.</span>} title="About this number">
            <Button variant="secondary" fill="text" icon="info-circle">
              What is this?
            </Button>
          </Toggletip>
          <Tooltip content="Only while the mouse is over it">
            <Button variant="secondary" fill="outline" data-testid="demo-tip">
              Hover me
            </Button>
          </Tooltip>
        </Stack>
      </Corner>
      <Corner title="Collapsed group">
        <Collapse label="Advanced options" isOpen={expanded} onToggle={setExpanded}>
          <Field label="Keep the history" noMargin>
            <Switch
              id="demo-advanced"
              value={advanced}
              onChange={(event) => setAdvanced(event.currentTarget.checked)}
            />
          </Field>
        </Collapse>
      </Corner>
      <Held values={{ open, saved, chosen, deleted, expanded, advanced }} />
      <Modal title="New annotation" isOpen={open === 'modal'} onDismiss={close}>
        <form onSubmit={save}>
          <Field label="Title">
            <Input
              id="demo-modal-title"
              value={title}
              required
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </Field>
          <Modal.ButtonRow>
            <Button type="button" variant="secondary" fill="outline" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">Save</Button>
          </Modal.ButtonRow>
        </form>
      </Modal>
      {open === 'drawer' && <NotesDrawer onClose={close} onSave={(note) => setSaved([...saved, note])} />}
      <ConfirmModal
        isOpen={open === 'confirm'}
        title="Delete"
        body="Delete this? It cannot be undone."
        confirmText="Delete"
        data-testid={selectors.pages.ConfirmModal.delete}
        onConfirm={() => {
          setDeleted(deleted + 1);
          close();
        }}
        onDismiss={close}
      />
    </Corners>
  );
}
