import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, TextLink, useStyles2 } from '@grafana/ui';
import { useGuide } from './GuideContext';
import { filmOf, mediaAddress, webAddress } from './media';
import type { BlockOf } from './outline';

export function Picture({ block }: { block: BlockOf<'image'> }) {
  const styles = useStyles2(getStyles);
  const { baseUrl } = useGuide().player.guide;
  const [broken, setBroken] = useState(false);
  const address = mediaAddress(block.src, baseUrl);
  if (address === null || broken) {
    return <NotShown what="picture" name={block.alt} src={block.src} />;
  }
  return (
    <img
      className={styles.picture}
      src={address}
      alt={block.alt}
      width={block.width ?? undefined}
      height={block.height ?? undefined}
      loading="lazy"
      referrerPolicy="no-referrer"
      onError={() => setBroken(true)}
    />
  );
}

/** A film of another site is fetched only when its reader asks for it: the site learns who they are. */
export function FilmPart({ block }: { block: BlockOf<'video'> }) {
  const styles = useStyles2(getStyles);
  const { baseUrl } = useGuide().player.guide;
  const [playing, setPlaying] = useState(false);
  const film = filmOf(block, baseUrl);
  const title = block.title || 'Video';
  if (!film) {
    return <NotShown what="video" name={block.title} src={block.src} />;
  }
  if (film.kind === 'file') {
    // Guides carry no captions beside their films.
    return <video className={styles.film} src={film.address} aria-label={title} controls preload="metadata" />;
  }
  if (!playing) {
    return (
      <div className={styles.placeholder}>
        <Icon name="play" size="xl" />
        <strong>{title}</strong>
        <Button size="sm" variant="secondary" onClick={() => setPlaying(true)}>
          Play from {film.host}
        </Button>
        <small>{film.host} will know that you watch it.</small>
      </div>
    );
  }
  return (
    <iframe
      className={styles.film}
      src={film.address}
      title={title}
      sandbox="allow-scripts allow-same-origin allow-presentation"
      allow="fullscreen; picture-in-picture; encrypted-media"
      referrerPolicy="strict-origin-when-cross-origin"
      allowFullScreen
    />
  );
}

function NotShown({ what, name, src }: { what: string; name: string; src: string }) {
  const styles = useStyles2(getStyles);
  const address = webAddress(src);
  return (
    <p className={styles.note}>
      {name ? `${name}: ` : ''}this {what} is not shown here.{' '}
      {address !== null && (
        <TextLink href={address} external inline>
          Open the {what} in a new tab
        </TextLink>
      )}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  picture: css({ maxWidth: '100%', height: 'auto', borderRadius: theme.shape.radius.default }),
  film: css({
    display: 'block',
    width: '100%',
    aspectRatio: '16 / 9',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.canvas,
  }),
  placeholder: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    aspectRatio: '16 / 9',
    padding: theme.spacing(2),
    textAlign: 'center',
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    small: { color: theme.colors.text.secondary },
  }),
  note: css({
    margin: 0,
    padding: theme.spacing(1),
    color: theme.colors.text.secondary,
    border: `1px dashed ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
});
