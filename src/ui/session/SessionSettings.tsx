import { RadioButtonGroup, Text } from '@grafana/ui';
import { useId } from 'react';
import type { FollowPolicy } from '../../protocol/messages';
import { useLiveApp } from '../LiveApp';
import { doorOf, DoorChoice } from './DoorChoice';
import { Fold } from './Fold';
import { Setting } from './Setting';

const POLICIES: ReadonlyArray<{ value: FollowPolicy; label: string; description: string }> = [
  { value: 'off', label: 'Off', description: 'Attendees only see what you point at.' },
  { value: 'ask', label: 'Ask', description: 'Followers agree once to changes; dangerous steps ask every time.' },
];

export interface SessionSettingsProps {
  locked: boolean;
  admit: boolean;
  policy: FollowPolicy;
}

/** Who may come in and what followers are asked for: in one line what is chosen, below it the choice. */
export function SessionSettings({ locked, admit, policy }: SessionSettingsProps) {
  const { session, followCeiling } = useLiveApp();
  const policyId = useId();
  const door = doorOf({ locked, admit });
  const chosen = policy === 'off' ? POLICIES[0] : POLICIES[1];
  return (
    <div data-testid="live-door" data-door={door.value}>
      <Fold testId="live-settings" label={`Newcomers: ${door.label} · Follow mode: ${chosen.label}`}>
        <DoorChoice locked={locked} admit={admit} />
        <Setting>
          <Text id={policyId} variant="bodySmall" color="secondary">
            Follow mode
          </Text>
          <RadioButtonGroup
            size="sm"
            aria-labelledby={policyId}
            options={[...POLICIES]}
            disabledOptions={POLICIES.map(({ value }) => value).filter(
              (value) => value !== 'off' && followCeiling === 'off'
            )}
            value={chosen.value}
            onChange={(value) => session.setPolicy(value)}
          />
        </Setting>
      </Fold>
    </div>
  );
}
