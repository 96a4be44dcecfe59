import { useState, type FormEvent } from 'react';
import { selectors } from '@grafana/e2e-selectors';
import { Button, Combobox, Field, Input, Modal, Stack } from '@grafana/ui';
import { FIRST_GROUPS } from '../../demo/alertRules';

const { AlertRules } = selectors.components;

interface GroupPickerProps {
  value: string | null;
  onChange: (group: string) => void;
}

/** Chooses an evaluation group, or makes one in a dialog. */
export function GroupPicker({ value, onChange }: GroupPickerProps) {
  const [groups, setGroups] = useState(FIRST_GROUPS);
  const [making, setMaking] = useState(false);
  const [name, setName] = useState('');
  const [interval, setInterval] = useState('1m');
  const create = (event: FormEvent) => {
    event.preventDefault();
    // The dialog stands in the rule's form for React, though not on the page: the event would submit that, too.
    event.stopPropagation();
    setGroups([...groups, { name, interval }]);
    onChange(name);
    setMaking(false);
  };
  return (
    <>
      <Stack gap={1} alignItems="flex-end">
        <div data-testid={AlertRules.groupPicker}>
          <Field label="Evaluation group and interval" noMargin>
            <Combobox
              id="group"
              width={36}
              placeholder="Select an evaluation group..."
              options={groups.map(({ name, interval }) => ({ label: name, value: name, description: interval }))}
              value={value}
              onChange={(option) => onChange(option.value)}
            />
          </Field>
        </div>
        <Button
          type="button"
          variant="secondary"
          icon="plus"
          fill="outline"
          data-testid={AlertRules.newEvaluationGroupButton}
          onClick={() => setMaking(true)}
        >
          New evaluation group
        </Button>
      </Stack>
      <Modal title="New evaluation group" isOpen={making} onDismiss={() => setMaking(false)}>
        <form onSubmit={create}>
          <Field label="Evaluation group name">
            <Input
              id="new-group"
              required
              value={name}
              data-testid={AlertRules.newEvaluationGroupName}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Field>
          <Field label="Evaluation interval" description="How often the rules of the group are evaluated">
            <Input
              id="new-group-interval"
              required
              pattern="\d+[smhd]"
              width={14}
              value={interval}
              data-testid={AlertRules.newEvaluationGroupInterval}
              onChange={(event) => setInterval(event.currentTarget.value)}
            />
          </Field>
          <Modal.ButtonRow>
            <Button type="button" variant="secondary" fill="outline" onClick={() => setMaking(false)}>
              Cancel
            </Button>
            <Button type="submit" data-testid={AlertRules.newEvaluationGroupCreate}>
              Create
            </Button>
          </Modal.ButtonRow>
        </form>
      </Modal>
    </>
  );
}
