import { Alert, Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import { hasKey, isChanged, problemOf, type ApiKeyEdit } from './apiKeyEdit';
import { ConnectionTest } from './ConnectionTest';
import { parseSettings, peerjsKeyProblem, serverUrlProblem, type LiveSettings } from './settings';
import { grafanaWay, type TestWorld } from './testConnection';

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
