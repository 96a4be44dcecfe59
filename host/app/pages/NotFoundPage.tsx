import { EmptyState } from '@grafana/ui';
import { Page } from '../shell/Page';

export function NotFoundPage() {
  return (
    <Page navId="home" below={[{ text: 'Page not found', href: '' }]} title="Page not found">
      <EmptyState variant="not-found" message="The page you are looking for does not exist in this demo" />
    </Page>
  );
}
