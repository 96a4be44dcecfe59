import { css } from '@emotion/css';
import type { ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface CornerProps {
  title: string;
  description?: string;
  children: ReactNode;
}

/** One group of controls, found by `demo-corner TITLE`. */
export function Corner({ title, description, children }: CornerProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.corner} aria-label={title} data-testid={`demo-corner ${title}`}>
      <h3 className={styles.title}>{title}</h3>
      {description && <p className={styles.description}>{description}</p>}
      {children}
    </section>
  );
}

/** Corners side by side, as many as fit. */
export function Corners({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.corners}>{children}</div>;
}

/** What the controls beside it hold now, as JSON under `demo-state`, for people and tests to read. */
export function Held({ values }: { values: object }) {
  const styles = useStyles2(getStyles);
  return (
    <Corner title="What the fields hold">
      <pre className={styles.held} data-testid="demo-state">
        {JSON.stringify(values, null, 2)}
      </pre>
    </Corner>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  corners: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(380px, 1fr))',
    gap: theme.spacing(2),
    alignItems: 'start',
    paddingTop: theme.spacing(3),
  }),
  corner: css({
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    minWidth: 0,
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, marginBottom: theme.spacing(1) }),
  description: css({ color: theme.colors.text.secondary }),
  held: css({ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
});
