import type { PluginConfigPageProps, PluginMeta } from '@grafana/data';
import {
  Alert,
  Box,
  Button,
  Field,
  FieldSet,
  Input,
  RadioButtonList,
  SecretInput,
  Stack,
  Switch,
  TextArea,
} from '@grafana/ui';
import { useState, type SubmitEvent } from 'react';
import type { FollowPolicy } from '../../protocol/messages';
import { ConnectionTest } from './ConnectionTest';
import { saveSettings, type SavedPlugin } from './saveSettings';
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
  world?: (throughGrafana: boolean) => TestWorld;
}

/** The plugin's configuration page. */
export default function AppConfig({
  plugin,
  save = saveSettings,
  reload = () => window.location.reload(),
  world = testWorld,
}: AppConfigProps) {
  const { enabled = false, pinned = false, jsonData, secureJsonFields } = plugin.meta;
  const [apiKey, setApiKey] = useState<{ kind: 'kept' } | { kind: 'typed'; text: string }>(
    secureJsonFields?.apiKey ? { kind: 'kept' } : { kind: 'typed', text: '' }
  );
  const saved = parseSettings(jsonData);
  const [typed, setTyped] = useState<LiveSettings>(() => parseSettings(jsonData));
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const change = (part: Partial<LiveSettings>) => setTyped({ ...typed, ...part });

  const urlProblem = serverUrlProblem(typed.serverUrl);
  const keyProblem = peerjsKeyProblem(typed.peerjsKey);
  const placesProblem = guidePlacesProblem(typed.guidePlaces);
  const grafanaUrlProblem = serverUrlProblem(typed.grafanaServerUrl);
  const isWrong = urlProblem !== null || grafanaUrlProblem !== null || keyProblem !== null || placesProblem !== null;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isWrong) {
      return;
    }
    setSaving({ kind: 'saving' });
    try {
      const newKey = apiKey.kind === 'typed' && apiKey.text !== '' ? { secureJsonData: { apiKey: apiKey.text } } : {};
      await save({ enabled, pinned, jsonData: parseSettings(typed), ...newKey });
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
            description="Lets people here start and join sessions. Off, nothing of it is shown; sessions that are on end with the next page that their presenter loads."
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
        <FieldSet label="Session server">
          <Field
            label="Session server URL"
            description="As people’s browsers reach it, such as https://live.example.com."
            invalid={urlProblem !== null}
            error={urlProblem}
            htmlFor="live-config-url"
          >
            <Input
              id="live-config-url"
              data-testid="live-config-url"
              type="url"
              width={60}
              placeholder="https://live.example.com"
              value={typed.serverUrl}
              onChange={(event) => change({ serverUrl: event.currentTarget.value })}
            />
          </Field>
          <Field
            label="PeerJS key"
            description="The server’s PEERJS_KEY. Browsers see it, so it is no secret."
            invalid={keyProblem !== null}
            error={keyProblem}
            htmlFor="live-config-key"
          >
            <Input
              id="live-config-key"
              data-testid="live-config-key"
              width={30}
              value={typed.peerjsKey}
              onChange={(event) => change({ peerjsKey: event.currentTarget.value })}
            />
          </Field>
          <Field
            label="Session server URL for Grafana"
            description="As Grafana’s own server reaches it. Needed where the session server has an API_KEY: people then come to it through Grafana, under their own login."
            invalid={grafanaUrlProblem !== null}
            error={grafanaUrlProblem}
            htmlFor="live-config-grafana-url"
          >
            <Input
              id="live-config-grafana-url"
              data-testid="live-config-grafana-url"
              type="url"
              width={60}
              placeholder="http://session-server:9000"
              value={typed.grafanaServerUrl}
              onChange={(event) => change({ grafanaServerUrl: event.currentTarget.value })}
            />
          </Field>
          <Field
            label="Session server key"
            description="The server’s API_KEY. Grafana keeps it encrypted and adds it by itself; browsers never see it."
            htmlFor="live-config-api-key"
          >
            <SecretInput
              id="live-config-api-key"
              data-testid="live-config-api-key"
              width={60}
              autoComplete="off"
              isConfigured={apiKey.kind === 'kept'}
              value={apiKey.kind === 'typed' ? apiKey.text : ''}
              onReset={() => setApiKey({ kind: 'typed', text: '' })}
              onChange={(event) => setApiKey({ kind: 'typed', text: event.currentTarget.value })}
            />
          </Field>
          <ConnectionTest
            settings={saved}
            blocked={testBlocked(saved, typed)}
            world={world(saved.grafanaServerUrl !== '')}
          />
        </FieldSet>
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

/** The test speaks of what is saved: Grafana's server knows nothing else. */
function testBlocked(saved: LiveSettings, typed: LiveSettings): string | null {
  if (saved.serverUrl === '') {
    return 'Enter the session server’s URL and save first.';
  }
  const changed = (['serverUrl', 'grafanaServerUrl', 'peerjsKey'] as const).some((key) => saved[key] !== typed[key]);
  return changed ? 'Save first: the test tries what is saved.' : null;
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
