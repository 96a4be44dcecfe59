import { css } from '@emotion/css';
import { useState, type FormEvent } from 'react';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { isFetchError, locationService } from '@grafana/runtime';
import {
  Alert,
  Button,
  Combobox,
  ConfirmModal,
  Divider,
  Field,
  InlineField,
  InlineSwitch,
  Input,
  SecretInput,
  TextLink,
  useStyles2,
} from '@grafana/ui';
import type { DataSourceRecord } from '../../demo/dataSources';
import { explorePath } from '../explore/address';
import { deleteDataSource, saveDataSource, testDataSource, type Health } from './client';

const METHODS = [
  { label: 'No Authentication', value: 'none', description: 'Data source is available without authentication' },
  { label: 'Basic authentication', value: 'basic', description: 'Authenticate with a user name and a password' },
];

const HTTP_METHODS = [
  { label: 'POST', value: 'POST' },
  { label: 'GET', value: 'GET' },
];

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Name, address and options of a data source, with "Delete" and "Save & test". */
export function DataSourceForm({ record, typeName }: { record: DataSourceRecord; typeName: string }) {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState(record);
  const [method, setMethod] = useState('none');
  const [tested, setTested] = useState<Health | null>(null);
  const [deleting, setDeleting] = useState(false);
  const change = (part: Partial<DataSourceRecord>) => setDraft((before) => ({ ...before, ...part }));
  const changeOption = (name: string, value: string) => change({ jsonData: { ...draft.jsonData, [name]: value } });

  const saveAndTest = async (event: FormEvent) => {
    event.preventDefault();
    setTested(null);
    try {
      await saveDataSource(draft);
      setTested(await testDataSource(draft.uid));
    } catch (error) {
      setTested({ works: false, message: isFetchError(error) ? String(error.data.message) : String(error) });
    }
  };
  const remove = async () => {
    await deleteDataSource(draft.uid);
    locationService.push('/connections/datasources');
  };

  return (
    <form onSubmit={(event) => void saveAndTest(event)} className={styles.form}>
      <div className={styles.basics}>
        <InlineField
          label="Name"
          tooltip="How queries and panels name this data source"
          htmlFor="basic-settings-name"
          grow
        >
          <Input
            id="basic-settings-name"
            value={draft.name}
            width={48}
            required
            data-testid={selectors.pages.DataSource.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </InlineField>
        <InlineField label="Default" htmlFor="basic-settings-default">
          <InlineSwitch
            id="basic-settings-default"
            value={draft.isDefault}
            onChange={(event) => change({ isDefault: event.currentTarget.checked })}
          />
        </InlineField>
      </div>
      <p className={styles.hint}>
        Before you can use the {typeName} data source, you must configure it below. Fields marked with * are required.
      </p>
      <Divider />
      <h3>Connection</h3>
      <InlineField label={`${typeName} server URL *`} labelWidth={26} htmlFor="connection-url" grow>
        <Input
          id="connection-url"
          aria-label={selectors.components.DataSource.Prometheus.configPage.connectionSettings}
          data-testid={selectors.components.DataSource.DataSourceHttpSettings.urlInput}
          value={draft.url}
          width={48}
          placeholder="http://localhost:9090"
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
      </InlineField>
      <Divider />
      <h3>Authentication</h3>
      <Field
        label="Authentication method"
        description="Choose an authentication method to access the data source"
        noMargin
      >
        <Combobox
          id="auth-method"
          width={48}
          options={METHODS}
          value={method}
          onChange={(option) => setMethod(option.value)}
        />
      </Field>
      {method === 'basic' && (
        <div className={styles.indented}>
          <InlineField label="User" labelWidth={26} htmlFor="basic-auth-user">
            <Input
              id="basic-auth-user"
              width={48}
              value={textOf(draft.jsonData.basicAuthUser)}
              onChange={(event) => changeOption('basicAuthUser', event.currentTarget.value)}
            />
          </InlineField>
          <InlineField label="Password" labelWidth={26} htmlFor="basic-auth-password">
            <SecretInput
              id="basic-auth-password"
              width={48}
              isConfigured={false}
              onReset={() => {}}
              autoComplete="off"
            />
          </InlineField>
        </div>
      )}
      <Divider />
      <h3>Advanced settings</h3>
      <InlineField label="Scrape interval" labelWidth={26} htmlFor="scrape-interval">
        <Input
          id="scrape-interval"
          width={48}
          placeholder="15s"
          value={textOf(draft.jsonData.timeInterval)}
          data-testid={selectors.components.DataSource.Prometheus.configPage.scrapeInterval}
          onChange={(event) => changeOption('timeInterval', event.currentTarget.value)}
        />
      </InlineField>
      <InlineField label="Query timeout" labelWidth={26} htmlFor="query-timeout">
        <Input
          id="query-timeout"
          width={48}
          placeholder="60s"
          value={textOf(draft.jsonData.queryTimeout)}
          data-testid={selectors.components.DataSource.Prometheus.configPage.queryTimeout}
          onChange={(event) => changeOption('queryTimeout', event.currentTarget.value)}
        />
      </InlineField>
      <InlineField label="HTTP method" labelWidth={26} htmlFor="http-method">
        <Combobox
          id="http-method"
          width={48}
          options={HTTP_METHODS}
          value={textOf(draft.jsonData.httpMethod) || 'POST'}
          data-testid={selectors.components.DataSource.Prometheus.configPage.httpMethod}
          onChange={(option) => changeOption('httpMethod', option.value)}
        />
      </InlineField>
      <Divider />
      {tested && (
        <Alert
          severity={tested.works ? 'success' : 'error'}
          title={tested.message}
          data-testid={selectors.pages.DataSource.alert}
        >
          {tested.works && (
            <>
              Next, you can start to visualize data by{' '}
              <TextLink href={locationUtil.assureBaseUrl(explorePath(''))} inline>
                querying data in Explore
              </TextLink>
              .
            </>
          )}
        </Alert>
      )}
      <div className={styles.buttons}>
        <Button
          type="button"
          variant="destructive"
          data-testid={selectors.pages.DataSource.delete}
          aria-label={selectors.pages.DataSource.delete}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
        <Button type="submit" data-testid={selectors.pages.DataSource.saveAndTest}>
          Save &amp; test
        </Button>
      </div>
      <ConfirmModal
        isOpen={deleting}
        title="Delete"
        body={`Are you sure you want to delete the "${record.name}" data source?`}
        confirmText="Delete"
        onConfirm={() => void remove()}
        onDismiss={() => setDeleting(false)}
      />
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ maxWidth: 720 }),
  basics: css({ display: 'flex', gap: theme.spacing(1) }),
  hint: css({ color: theme.colors.text.secondary, margin: theme.spacing(2, 0) }),
  indented: css({ marginTop: theme.spacing(2) }),
  buttons: css({ display: 'flex', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
});
