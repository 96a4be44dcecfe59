import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import { lazy, Suspense, useCallback, useState } from 'react';
import { CopyButton } from '../../guide/player/CopyButton';
import { ProjectorCode } from './ProjectorCode';

const LazyQrCode = lazy(() => import('./QrCode'));

export interface ShareCardProps {
  sessionName: string;
  code: string;
  link: string;
}

/** With what others come in beside the code, which the heading shows: the link to send, the QR code to scan. */
export function ShareCard({ sessionName, code, link }: ShareCardProps) {
  const styles = useStyles2(getStyles);
  const [enlarged, setEnlarged] = useState(false);
  const close = useCallback(() => setEnlarged(false), []);
  return (
    <div className={styles.card}>
      <div className={styles.ways}>
        {/* Not drawn twice: the picture is either here or in the large view. */}
        {enlarged ? (
          <div className={styles.qrSpace} />
        ) : (
          <Suspense fallback={<div className={styles.qrSpace} />}>
            <LazyQrCode text={link} size={QR_SIZE} />
          </Suspense>
        )}
        <Stack direction="column" gap={1} alignItems="flex-start" minWidth={0} flex="1">
          <div className={styles.buttons}>
            <CopyButton text={code} label="Copy code" testId="live-copy-code" />
            <CopyButton text={link} label="Copy link" testId="live-copy-link" />
            <Button size="sm" variant="secondary" icon="monitor" onClick={() => setEnlarged(true)}>
              Show code full screen
            </Button>
          </div>
          <a
            href={link}
            data-testid="live-link"
            className={styles.link}
            title={link}
            target="_blank"
            rel="noopener noreferrer"
          >
            {link}
          </a>
        </Stack>
      </div>
      {enlarged && <ProjectorCode sessionName={sessionName} code={code} link={link} onClose={close} />}
    </div>
  );
}

/** CSS pixels: readable by a phone held before the screen, and no more, since attendees and guide need the room. */
const QR_SIZE = 96;

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  ways: css({
    display: 'flex',
    alignItems: 'center',
    width: '100%',
    gap: theme.spacing(2),
  }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  qrSpace: css({ width: QR_SIZE, height: QR_SIZE }),
  link: css({
    ...theme.typography.bodySmall,
    color: theme.colors.text.link,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'underline' },
  }),
});
