import { Alert } from '@grafana/ui';
import { Page } from '../shell/Page';

export function AccessDeniedPage({ permission }: { permission: string }) {
  return (
    <Page navId="home" below={[{ text: 'Access denied', href: '' }]} title="Access denied">
      <Alert severity="error" title="You do not have access to this page">
        Permission needed: {permission}
      </Alert>
    </Page>
  );
}
