import { css } from '@emotion/css';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { isFetchError, locationService } from '@grafana/runtime';
import { Alert, Button, Combobox, Field, Input, useStyles2 } from '@grafana/ui';
import { DASHBOARDS } from '../../demo/dashboards';
import { QueryEditor } from '../explore/QueryEditor';
import { Page } from '../shell/Page';
import { addRule } from './client';

const FOLDERS = [...new Set(DASHBOARDS.map(({ folderTitle }) => folderTitle))].map((title) => ({
  label: title,
  value: title,
}));

const { AlertRules } = selectors.components;

/** `/alerting/new/alerting`: the form for an alert rule. */
export function NewAlertRulePage() {
  const styles = useStyles2(getStyles);
  const [title, setTitle] = useState('');
  const [expr, setExpr] = useState('');
  const [threshold, setThreshold] = useState('0');
  const [folder, setFolder] = useState<string | null>(null);
  const [pending, setPending] = useState('1m');
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await addRule({ title, expr, threshold: Number(threshold), folder: folder ?? '', pending });
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
        <Button type="submit" form="alert-rule" data-testid={AlertRules.saveRuleButton}>
          Save
        </Button>
      }
    >
      <form id="alert-rule" onSubmit={(event) => void save(event)} className={styles.form}>
        {problem && <Alert severity="error" title={problem} />}
        <Step no={1} title="Enter alert rule name">
          <Field label="Name" noMargin>
            <Input
              id="name"
              width={48}
              placeholder="Give your alert rule a name"
              value={title}
              data-testid={AlertRules.ruleNameField}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </Field>
        </Step>
        <Step no={2} title="Define query and alert condition">
          <QueryEditor value={expr} onChange={setExpr} onRun={() => {}} />
          <div className={styles.condition}>
            <span>WHEN the last value IS ABOVE</span>
            <Input
              width={14}
              type="number"
              step="any"
              aria-label="Threshold"
              value={threshold}
              data-testid={AlertRules.thresholdInput}
              onChange={(event) => setThreshold(event.currentTarget.value)}
            />
          </div>
        </Step>
        <Step no={3} title="Add folder and labels">
          <div data-testid={AlertRules.folderPicker}>
            <Field label="Folder" description="Select a folder to store your rule in" noMargin>
              <Combobox
                id="folder"
                width={48}
                options={FOLDERS}
                value={folder}
                placeholder="Select folder"
                onChange={(option) => setFolder(option.value)}
              />
            </Field>
          </div>
        </Step>
        <Step no={4} title="Set evaluation behavior">
          <Field label="Pending period" description="How long the condition must hold before the rule fires" noMargin>
            <Input
              id="pending"
              width={14}
              value={pending}
              data-testid={AlertRules.pendingPeriodInput}
              onChange={(event) => setPending(event.currentTarget.value)}
            />
          </Field>
        </Step>
      </form>
    </Page>
  );
}

function Step({ no, title, children }: { no: number; title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <fieldset className={styles.step} data-testid={AlertRules.step(String(no))}>
      <legend className={styles.legend}>
        {no}. {title}
      </legend>
      {children}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ maxWidth: 880 }),
  step: css({
    marginBottom: theme.spacing(2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  legend: css({
    width: 'auto',
    margin: 0,
    padding: theme.spacing(0, 1),
    border: 0,
    fontSize: theme.typography.h5.fontSize,
  }),
  condition: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
});
