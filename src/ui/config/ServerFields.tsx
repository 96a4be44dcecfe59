import { Alert, Field, FieldSet, SecretInput } from '@grafana/ui';
import { hasKey, isChanged, problemOf, type ApiKeyEdit } from './apiKeyEdit';
import { ConnectionTest } from './ConnectionTest';
import { parseSettings, peerjsKeyProblem, serverUrlProblem, type LiveSettings } from './settings';
import { grafanaWay, type TestWorld } from './testConnection';
import { TextSetting } from './TextSetting';

export interface ServerFieldsProps {
  saved: LiveSettings;
  typed: LiveSettings;
  change(part: Partial<LiveSettings>): void;
  apiKey: ApiKeyEdit;
  changeApiKey(edit: ApiKeyEdit): void;
  world: TestWorld;
}

/** Where the session server is, by whom it is reached, and whether it can be. */
export function ServerFields({ saved, typed, change, apiKey, changeApiKey, world }: ServerFieldsProps) {
  const urlProblem = serverUrlProblem(typed.serverUrl);
  const keyProblem = peerjsKeyProblem(typed.peerjsKey);
  const grafanaUrlProblem = serverUrlProblem(typed.grafanaServerUrl);
  const apiKeyProblem = problemOf(apiKey);
  const entered = parseSettings(typed);
  return (
    <FieldSet label="Session server">
      <TextSetting
        id="live-config-url"
        label="Session server URL"
        description="As people’s browsers reach it, such as https://live.example.com."
        type="url"
        width={60}
        placeholder="https://live.example.com"
        value={typed.serverUrl}
        problem={urlProblem}
        change={(serverUrl) => change({ serverUrl })}
      />
      <TextSetting
        id="live-config-key"
        label="PeerJS key"
        description="The server’s PEERJS_KEY. Browsers see it, so it is no secret."
        width={30}
        value={typed.peerjsKey}
        problem={keyProblem}
        change={(peerjsKey) => change({ peerjsKey })}
      />
      <TextSetting
        id="live-config-grafana-url"
        label="Session server URL for Grafana"
        description="As Grafana’s own server reaches it. Needed where the session server has an API_KEY: people then come to it through Grafana, under their own login."
        type="url"
        width={60}
        placeholder="http://session-server:9000"
        value={typed.grafanaServerUrl}
        problem={grafanaUrlProblem}
        change={(grafanaServerUrl) => change({ grafanaServerUrl })}
      />
      <Field
        label="Session server key"
        description="The server’s API_KEY. Grafana keeps it encrypted and adds it by itself; browsers never see it. To remove it, press Reset, leave this empty and save."
        invalid={apiKeyProblem !== null}
        error={apiKeyProblem}
        htmlFor="live-config-api-key"
      >
        <SecretInput
          id="live-config-api-key"
          data-testid="live-config-api-key"
          width={60}
          autoComplete="off"
          isConfigured={apiKey.kind === 'kept'}
          value={apiKey.kind === 'typed' ? apiKey.text : ''}
          onReset={() => changeApiKey({ kind: 'typed', text: '', replaces: true })}
          onChange={(event) =>
            changeApiKey({
              kind: 'typed',
              text: event.currentTarget.value,
              replaces: apiKey.kind === 'kept' || apiKey.replaces,
            })
          }
        />
      </Field>
      {hasKey(apiKey) && apiKeyProblem === null && typed.grafanaServerUrl.trim() === '' && (
        <Alert severity="warning" title="The session server key is not used">
          It is sent by Grafana’s own server alone: enter the session server URL for Grafana, too.
        </Alert>
      )}
      <ConnectionTest
        // What was found is true of what was entered then.
        key={JSON.stringify([typed.serverUrl, typed.peerjsKey, typed.grafanaServerUrl, apiKey])}
        settings={entered}
        grafana={grafanaWay(saved, entered, isChanged(apiKey))}
        blocked={
          entered.serverUrl === '' || keyProblem !== null || grafanaUrlProblem !== null
            ? 'Enter the session server’s URL and key first.'
            : null
        }
        world={world}
      />
    </FieldSet>
  );
}
