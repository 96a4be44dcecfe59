import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { PolicyLine } from '../PolicyLine';
import type { LiveSettings } from './settings';
import { testConnection, type Check, type GrafanaWay, type TestWorld } from './testConnection';

type Testing = { kind: 'idle' } | { kind: 'running' } | { kind: 'done'; checks: readonly Check[] };

const WAYS: Record<Check['way'], string> = {
  browser: 'From this browser',
  signalling: 'Signalling from this browser',
  grafana: 'From Grafana’s server',
};

export interface ConnectionTestProps {
  /** As they are entered, saved or not. */
  settings: LiveSettings;
  grafana: GrafanaWay;
  /** What has to be entered first; null when it may run. */
  blocked: string | null;
  world: TestWorld;
}

/** A button, and what came of each way to the session server. */
export function ConnectionTest({ settings, grafana, blocked, world }: ConnectionTestProps) {
  const styles = useStyles2(getStyles);
  const [testing, setTesting] = useState<Testing>({ kind: 'idle' });
  const run = async () => {
    setTesting({ kind: 'running' });
    setTesting({ kind: 'done', checks: await testConnection(settings, grafana, world) });
  };
  return (
    <div className={styles.test}>
      <Button
        type="button"
        variant="secondary"
        icon={testing.kind === 'running' ? 'spinner' : 'plug'}
        data-testid="live-config-test"
        disabled={blocked !== null || testing.kind === 'running'}
        onClick={() => void run()}
      >
        {testing.kind === 'running' ? 'Testing...' : 'Test connection'}
      </Button>
      {blocked !== null && <span className={styles.blocked}>{blocked}</span>}
      <ul role="status" className={styles.checks}>
        {testing.kind === 'done' &&
          testing.checks.map(({ way, ok, words, policySources }) => (
            <li key={way} data-testid="live-config-check" data-way={way} data-ok={ok} className={styles.check}>
              <Icon name={ok ? 'check-circle' : 'exclamation-triangle'} className={ok ? styles.ok : styles.wrong} />
              <span>
                <strong>{WAYS[way]}:</strong> {words}
                {policySources !== undefined && <PolicyLine sources={policySources} />}
              </span>
            </li>
          ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  test: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  blocked: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  checks: css({ listStyle: 'none', margin: 0, flexBasis: '100%' }),
  check: css({ display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.5, 0), overflowWrap: 'anywhere' }),
  ok: css({ color: theme.colors.success.text, flexShrink: 0, marginTop: 3 }),
  wrong: css({ color: theme.colors.warning.text, flexShrink: 0, marginTop: 3 }),
});
