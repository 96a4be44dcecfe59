import { css } from '@emotion/css';
import { useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { CHROME } from '../shell/chrome';
import { Page } from '../shell/Page';
import { readExploreAddress } from './address';
import { ExplorePane } from './ExplorePane';

/** `/explore`; an address with `panes` opens with its query. */
export function ExplorePage() {
  const { search } = useLocation();
  const panes = new URLSearchParams(search).get('panes');
  return <Explore key={panes} search={search} />;
}

function Explore({ search }: { search: string }) {
  const styles = useStyles2(getStyles);
  const [panes, setPanes] = useState(() => [{ id: 0, start: readExploreAddress(search) }]);
  const only = panes.length === 1;
  return (
    <Page navId="explore" layout={PageLayoutType.Custom}>
      <div className={styles.panes}>
        {panes.map(({ id, start }) => (
          <ExplorePane
            key={id}
            start={start}
            onSplit={only ? (at) => setPanes([...panes, { id: id + 1, start: at }]) : null}
            onClose={only ? null : () => setPanes(panes.filter((pane) => pane.id !== id))}
          />
        ))}
      </div>
    </Page>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panes: css({
    display: 'flex',
    minHeight: `calc(100vh - ${CHROME.topBar}px)`,
    background: theme.colors.background.canvas,
  }),
});
