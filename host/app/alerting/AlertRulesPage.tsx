import { css } from '@emotion/css';
import { useEffect, useState } from 'react';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config } from '@grafana/runtime';
import { Badge, Icon, LinkButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { AlertRule } from '../../demo/alertRules';
import { Page } from '../shell/Page';
import { listRules } from './client';

/** `/alerting/list`: the alert rules by folder. */
export function AlertRulesPage() {
  const styles = useStyles2(getStyles);
  const [rules, setRules] = useState<AlertRule[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void listRules().then((all) => wanted && setRules(all));
    return () => {
      wanted = false;
    };
  }, []);
  const folders = [...new Set((rules ?? []).map(({ folder }) => folder))].sort();
  return (
    <Page
      navId="alert-list"
      actions={
        config.bootData.user.permissions?.['alert.rules:create'] && (
          <LinkButton
            icon="plus"
            href={locationUtil.assureBaseUrl('/alerting/new/alerting')}
            data-testid={selectors.pages.Alerting.RuleList.newAlertRuleLink}
          >
            New alert rule
          </LinkButton>
        )
      }
    >
      {rules === null && <LoadingPlaceholder text="Loading..." />}
      {folders.map((folder) => (
        <section key={folder} className={styles.folder}>
          <h5 className={styles.heading}>
            <Icon name="folder" /> {folder}
          </h5>
          <ul className={styles.rules}>
            {(rules ?? [])
              .filter((rule) => rule.folder === folder)
              .map(({ uid, title, expr, threshold, pending }) => (
                <li key={uid} className={styles.rule}>
                  <Badge text="Normal" color="green" />
                  <span>{title}</span>
                  <code className={styles.condition}>
                    {expr} &gt; {threshold} for {pending}
                  </code>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  folder: css({ marginBottom: theme.spacing(3) }),
  heading: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  rules: css({ listStyle: 'none', margin: 0, padding: 0 }),
  rule: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 1.5),
    background: theme.colors.background.secondary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  condition: css({ marginLeft: 'auto' }),
});
