import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Text, useStyles2 } from '@grafana/ui';
import { LiveAppProvider } from '../LiveApp';
import { DOCK_WIDTH } from '../dock/dockStore';
import type { GalleryState } from './GalleryState';
import { GALLERY_STATES } from './states';

export default function Gallery() {
  return (
    <PluginPage pageNav={{ text: 'Gallery' }} subTitle="Every state of the interface, with made-up data.">
      <GalleryGrid />
    </PluginPage>
  );
}

export function GalleryGrid({ states = GALLERY_STATES }: { states?: readonly GalleryState[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.grid}>
      {states.map(({ title, app, draw, wide, narrow }) => (
        <figure
          key={title}
          data-testid="gallery-state"
          data-title={title}
          className={cx(styles.state, wide && styles.wide, narrow && styles.narrow)}
        >
          <figcaption>
            <Text variant="bodySmall" color="secondary">
              {title}
            </Text>
          </figcaption>
          <div className={styles.frame}>
            <LiveAppProvider value={app}>{draw()}</LiveAppProvider>
          </div>
        </figure>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(3) }),
  state: css({ width: 400, maxWidth: '100%', margin: 0 }),
  wide: css({ width: 640 }),
  narrow: css({ width: DOCK_WIDTH.min }),
  frame: css({
    marginTop: theme.spacing(0.5),
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
});
