import { css } from '@emotion/css';
import { useEffect, useState } from 'react';
import { AppEvents, BusEventWithPayload, type GrafanaTheme2 } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { getAppEvents } from '@grafana/runtime';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';

interface Notice {
  id: number;
  severity: AlertVariant;
  title: string;
  text: string;
}

/** How long a notice stays, in milliseconds, as in Grafana. */
const STAYS: Record<'success' | 'info' | 'warning' | 'error', number> = {
  success: 3000,
  info: 3000,
  warning: 5000,
  error: 7000,
};

/** The bus knows events by class; Grafana's alert events have only a name. */
const named = ({ name }: { name: string }) =>
  class extends BusEventWithPayload<unknown[] | undefined> {
    static type = name;
  };

const EVENTS = [
  [named(AppEvents.alertSuccess), 'success'],
  [named(AppEvents.alertInfo), 'info'],
  [named(AppEvents.alertWarning), 'warning'],
  [named(AppEvents.alertError), 'error'],
] as const;

/** Grafana's notices in the corner, fed by the application's alert events. */
export function Notifications() {
  const styles = useStyles2(getStyles);
  const [notices, setNotices] = useState<Notice[]>([]);
  const drop = (id: number) => setNotices((all) => all.filter((notice) => notice.id !== id));

  useEffect(() => {
    let next = 1;
    const timers = new Set<number>();
    const undo = EVENTS.map(([type, severity]) =>
      getAppEvents().subscribe(type, ({ payload }) => {
        const id = next++;
        const [title, text] = (payload ?? []).map(String);
        setNotices((all) => [...all, { id, severity, title: title ?? '', text: text ?? '' }]);
        timers.add(window.setTimeout(() => drop(id), STAYS[severity]));
      })
    );
    return () => {
      undo.forEach((subscription) => subscription.unsubscribe());
      timers.forEach((timer) => window.clearTimeout(timer));
    };
  }, []);

  return (
    <div className={styles.corner} aria-live="polite">
      {notices.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          elevated
          severity={severity}
          title={title}
          data-testid={selectors.components.Alert.alertV2(severity)}
          onRemove={() => drop(id)}
        >
          {text || null}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  corner: css({
    position: 'fixed',
    top: theme.spacing(6),
    right: theme.spacing(2),
    width: 400,
    zIndex: theme.zIndex.portal,
  }),
});
