import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { useStyles2 } from '@grafana/ui';

interface FormStepProps {
  no: number;
  title: string;
  description?: string;
  children: ReactNode;
}

/** One numbered section of the rule form. */
export function FormStep({ no, title, description, children }: FormStepProps) {
  const styles = useStyles2(getStyles);
  return (
    <fieldset className={styles.step} data-testid={selectors.components.AlertRules.step(String(no))}>
      <legend className={styles.legend}>
        {no}. {title}
      </legend>
      {description && <p className={styles.description}>{description}</p>}
      {children}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
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
  description: css({ color: theme.colors.text.secondary }),
});
