import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { locationUtil } from '@grafana/data';
import { Tab, TabContent, TabsBar } from '@grafana/ui';
import { NotFoundPage } from '../pages/NotFoundPage';
import { Page } from '../shell/Page';
import { ChoiceControls } from './ChoiceControls';
import { ListControls } from './ListControls';
import { MovingControls } from './MovingControls';
import { OverlayControls } from './OverlayControls';
import { TextControls } from './TextControls';

interface ControlsTab {
  /** Part of the address behind `/demo/controls`; empty for the first. */
  path: string;
  label: string;
  content: ReactElement;
}

const TABS: readonly ControlsTab[] = [
  { path: '', label: 'Text', content: <TextControls /> },
  { path: 'choices', label: 'Choices', content: <ChoiceControls /> },
  { path: 'overlays', label: 'Overlays', content: <OverlayControls /> },
  { path: 'lists', label: 'Lists', content: <ListControls /> },
  { path: 'moving', label: 'Moving parts', content: <MovingControls /> },
];

const HOME = '/demo/controls';

/** `/demo/controls`: every control that guides act on, and the hard cases; not a page of Grafana's. */
export function ControlsPage() {
  const { tab = '' } = useParams();
  const shown = TABS.find(({ path }) => path === tab);
  if (!shown) {
    return <NotFoundPage />;
  }
  return (
    <Page navId="demo-controls">
      <TabsBar>
        {TABS.map(({ path, label }) => (
          <Tab
            key={path}
            label={label}
            active={path === tab}
            href={locationUtil.assureBaseUrl(path === '' ? HOME : `${HOME}/${path}`)}
          />
        ))}
      </TabsBar>
      <TabContent>{shown.content}</TabContent>
    </Page>
  );
}
