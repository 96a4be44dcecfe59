import { css } from '@emotion/css';
import { useState, type FormEvent } from 'react';
import { AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { getAppEvents, isFetchError, locationService } from '@grafana/runtime';
import { Alert, Button, Combobox, Field, Input, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { CONTACT_POINTS, type AlertRule } from '../../demo/alertRules';
import { DASHBOARDS } from '../../demo/dashboards';
import { QueryEditor } from '../explore/QueryEditor';
import { Page } from '../shell/Page';
import { addRule } from './client';
import { FormStep } from './FormStep';
import { GroupPicker } from './GroupPicker';
import { LabelsField } from './LabelsField';

const FOLDERS = [...new Set(DASHBOARDS.map(({ folderTitle }) => folderTitle))].map((title) => ({
  label: title,
  value: title,
}));
const RECIPIENTS = CONTACT_POINTS.map((name) => ({ label: name, value: name }));

const { AlertRules } = selectors.components;

const EMPTY: Omit<AlertRule, 'uid'> = {
  title: '',
  expr: '',
  threshold: 0,
  folder: '',
  group: '',
  pending: '1m',
  labels: {},
  contactPoint: '',
  summary: '',
};

/** `/alerting/new/alerting`: the form for an alert rule, in Grafana's sections. */
export function NewAlertRulePage() {
  const styles = useStyles2(getStyles);
  const [rule, setRule] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<AlertRule>) => setRule((before) => ({ ...before, ...part }));

  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await addRule(rule);
      getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: ['Rule added successfully'] });
      locationService.push('/alerting/list');
    } catch (error) {
      setProblem(isFetchError(error) ? String(error.data.message) : String(error));
    }
  };

  return (
    <Page
      navId="alert-list"
      below={[{ text: 'New alert rule', href: '/alerting/new/alerting' }]}
      actions={
        <Stack gap={1}>
          <Button variant="secondary" onClick={() => locationService.push('/alerting/list')}>
            Cancel
          </Button>
          <Button type="submit" form="alert-rule" data-testid={AlertRules.saveRuleButton}>
            Save
          </Button>
        </Stack>
      }
    >
      <form id="alert-rule" onSubmit={(event) => void save(event)} className={styles.form}>
        {problem && <Alert severity="error" title={problem} />}
        <FormStep no={1} title="Enter alert rule name">
          <Field label="Name" noMargin>
            <Input
              id="name"
              width={48}
              placeholder="Give your alert rule a name"
              value={rule.title}
              data-testid={AlertRules.ruleNameField}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
          </Field>
        </FormStep>
        <FormStep no={2} title="Define query and alert condition">
          <QueryEditor value={rule.expr} onChange={(expr) => change({ expr })} onRun={() => {}} />
          <div className={styles.condition}>
            <span>WHEN the last value IS ABOVE</span>
            <Input
              width={14}
              type="number"
              step="any"
              aria-label="Threshold"
              value={Number.isNaN(rule.threshold) ? '' : rule.threshold}
              data-testid={AlertRules.thresholdInput}
              onChange={(event) => change({ threshold: event.currentTarget.valueAsNumber })}
            />
          </div>
        </FormStep>
        <FormStep no={3} title="Add folder and labels" description="Organize your alert rule with a folder and labels.">
          <div data-testid={AlertRules.folderPicker}>
            <Field label="Folder" description="Select a folder to store your rule in">
              <Combobox
                id="folder"
                width={48}
                options={FOLDERS}
                value={rule.folder || null}
                placeholder="Select folder"
                onChange={({ value }) => change({ folder: value })}
              />
            </Field>
          </div>
          <LabelsField labels={rule.labels} onChange={(labels) => change({ labels })} />
        </FormStep>
        <FormStep no={4} title="Set evaluation behavior" description="Define how the alert rule is evaluated.">
          <GroupPicker value={rule.group || null} onChange={(group) => change({ group })} />
          <div className={styles.pending}>
            <Field label="Pending period" description="How long the condition must hold before the rule fires" noMargin>
              <Input
                id="pending"
                width={14}
                value={rule.pending}
                data-testid={AlertRules.pendingPeriodInput}
                onChange={(event) => change({ pending: event.currentTarget.value })}
              />
            </Field>
          </div>
        </FormStep>
        <FormStep no={5} title="Configure notifications" description="Select who should receive a notification.">
          <div data-testid={AlertRules.contactPointPicker}>
            <Field label="Contact point" noMargin>
              <Combobox
                id="contact-point"
                width={48}
                options={RECIPIENTS}
                value={rule.contactPoint || null}
                placeholder="Select a contact point..."
                onChange={({ value }) => change({ contactPoint: value })}
              />
            </Field>
          </div>
        </FormStep>
        <FormStep no={6} title="Configure notification message">
          <Field label="Summary (optional)" description="Short summary of what happened and why" noMargin>
            <TextArea
              id="annotation-summary"
              data-testid="annotation-value-0"
              rows={2}
              placeholder="Enter a summary..."
              value={rule.summary}
              onChange={(event) => change({ summary: event.currentTarget.value })}
            />
          </Field>
        </FormStep>
      </form>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ maxWidth: 880 }),
  condition: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
  pending: css({ marginTop: theme.spacing(2) }),
});
