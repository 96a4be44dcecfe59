import { RadioButtonGroup, Text } from '@grafana/ui';
import { useId } from 'react';
import { useLiveApp } from '../LiveApp';
import { Setting } from './Setting';

type Door = 'open' | 'ask' | 'locked';

const DOORS: Array<{ value: Door; label: string; description: string }> = [
  { value: 'open', label: 'Come in', description: 'Who has the code or the link comes in.' },
  { value: 'ask', label: 'Admit each', description: 'Newcomers wait until you admit them.' },
  { value: 'locked', label: 'Locked', description: 'Nobody new comes in. Who was in can come back.' },
];

const CHANGES: Record<Door, { locked: boolean; admit?: boolean }> = {
  open: { locked: false, admit: false },
  ask: { locked: false, admit: true },
  // Whether newcomers were asked about is kept for those who wait already.
  locked: { locked: true },
};

/** The choice that stands for what a session does with newcomers. */
export function doorOf({ locked, admit }: { locked: boolean; admit: boolean }) {
  return DOORS[locked ? 2 : admit ? 1 : 0];
}

/** What happens to newcomers. Who was in once comes back whatever is chosen. */
export function DoorChoice({ locked, admit }: { locked: boolean; admit: boolean }) {
  const { session } = useLiveApp();
  const id = useId();
  return (
    <Setting>
      <Text id={id} variant="bodySmall" color="secondary">
        Newcomers
      </Text>
      <RadioButtonGroup
        size="sm"
        aria-labelledby={id}
        options={DOORS}
        value={doorOf({ locked, admit }).value}
        onChange={(door) => session.setDoor(CHANGES[door])}
      />
    </Setting>
  );
}
