import type { PluginConfigPageProps, PluginMeta } from '@grafana/data';
import { Alert, Box, Button, Field, FieldSet, RadioButtonList, Stack, Switch, TextArea } from '@grafana/ui';
import { useState, type SubmitEvent } from 'react';
import type { FollowPolicy } from '../../protocol/messages';
import { problemOf, secretsOf, unedited, type ApiKeyEdit } from './apiKeyEdit';
import { saveSettings, type SavedPlugin } from './saveSettings';
import { ServerFields } from './ServerFields';
import { guidePlacesProblem, parseSettings, peerjsKeyProblem, serverUrlProblem, type LiveSettings } from './settings';
import type { TestWorld } from './testConnection';
import { testWorld } from './testWorld';

/** A stored `on` counts as `ask`: changes are asked for once and dangerous actions every time under either. */
const CEILINGS: Array<{ value: FollowPolicy; label: string; description: string }> = [
  { value: 'off', label: 'Off', description: 'Steps are shown, never performed.' },
  {
    value: 'ask',
    label: 'Ask',
    description: 'Followers agree once a session to changes in their Grafana; dangerous steps ask every time.',
  },
];

type Saving = { kind: 'idle' } | { kind: 'saving' } | { kind: 'failed'; detail: string };

export interface AppConfigProps extends PluginConfigPageProps<PluginMeta> {
  save?: (plugin: SavedPlugin) => Promise<void>;
  /** Brings the settings into effect: they are read when a page is loaded. */
  reload?: () => void;
  world?: TestWorld;
}

/** The plugin's configuration page. */
export default function AppConfig({
  plugin,
  save = saveSettings,
  reload = () => window.location.reload(),
  world = testWorld(),
}: AppConfigProps) {
  const { enabled = false, pinned = false, jsonData, secureJsonFields } = plugin.meta;
  const [apiKey, setApiKey] = useState<ApiKeyEdit>(() => unedited(secureJsonFields?.apiKey === true));
  const saved = parseSettings(jsonData);
  const [typed, setTyped] = useState<LiveSettings>(() => parseSettings(jsonData));
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const change = (part: Partial<LiveSettings>) => setTyped({ ...typed, ...part });

  const placesProblem = guidePlacesProblem(typed.guidePlaces);
  const problems = [
    serverUrlProblem(typed.serverUrl),
    serverUrlProblem(typed.grafanaServerUrl),
    peerjsKeyProblem(typed.peerjsKey),
    problemOf(apiKey),
    placesProblem,
  ];
  const isWrong = problems.some((problem) => problem !== null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isWrong) {
      return;
    }
    setSaving({ kind: 'saving' });
    try {
      await save({ enabled, pinned, jsonData: parseSettings(typed), ...secretsOf(apiKey) });
      reload();
    } catch (error) {
      setSaving({ kind: 'failed', detail: detailOf(error) });
    }
  };

  return (
    <Box maxWidth={90}>
      <form onSubmit={submit} noValidate>
        {saving.kind === 'failed' && (
          <Alert severity="error" title="The settings were not saved">
            {saving.detail}
          </Alert>
        )}
        <FieldSet>
          <Field
            label="Live Sessions (Experimental)"
            description="Lets people here start and join sessions. Off, there is no button, no dock and no command, and its page says only that it is switched off; sessions that are on end with the next page that their presenter loads."
            htmlFor="live-config-on"
          >
            <Switch
              id="live-config-on"
              data-testid="live-config-on"
              value={typed.liveSessions}
              onChange={(event) => change({ liveSessions: event.currentTarget.checked })}
            />
          </Field>
        </FieldSet>
        <ServerFields
          saved={saved}
          typed={typed}
          change={change}
          apiKey={apiKey}
          changeApiKey={setApiKey}
          world={world}
        />
        <FieldSet label="Sessions">
          <Field
            label="Follow mode"
            description="The most that presenters may do in attendees’ Grafana. Each attendee still chooses whether to follow."
          >
            <RadioButtonList
              name="live-config-follow"
              options={CEILINGS}
              value={typed.followCeiling === 'off' ? 'off' : 'ask'}
              onChange={(followCeiling) => change({ followCeiling })}
            />
          </Field>
          <Field
            label="Debug logging"
            description="Writes one line for each change of a session to the browser’s console, never its content."
            htmlFor="live-config-debug"
          >
            <Switch
              id="live-config-debug"
              data-testid="live-config-debug"
              value={typed.debug}
              onChange={(event) => change({ debug: event.currentTarget.checked })}
            />
          </Field>
        </FieldSet>
        <FieldSet label="Guides">
          <Field
            label="Places to load guides from"
            description="Addresses that end with a slash, one a line. What is below them is trusted as the plugin’s own guides are: followers have it performed."
            invalid={placesProblem !== null}
            error={placesProblem}
            htmlFor="live-config-places"
          >
            <TextArea
              id="live-config-places"
              data-testid="live-config-places"
              cols={60}
              rows={3}
              placeholder="https://guides.example.com/training/"
              value={typed.guidePlaces}
              onChange={(event) => change({ guidePlaces: event.currentTarget.value })}
            />
          </Field>
        </FieldSet>
        <Stack>
          <Button type="submit" data-testid="live-config-save" disabled={saving.kind === 'saving' || isWrong}>
            {saving.kind === 'saving' ? 'Saving...' : 'Save settings'}
          </Button>
        </Stack>
      </form>
    </Box>
  );
}

function detailOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'data' in error) {
    const { data } = error;
    if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string') {
      return data.message;
    }
  }
  return error instanceof Error ? error.message : 'Grafana did not accept them. Are you an administrator?';
}
