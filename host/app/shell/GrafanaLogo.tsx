import { Icon } from '@grafana/ui';

/** The mark in the corner; `size` in pixels. */
export function GrafanaLogo({ size }: { size: number }) {
  return <Icon name="grafana" style={{ width: size, height: size, color: '#ff8833' }} aria-hidden />;
}
