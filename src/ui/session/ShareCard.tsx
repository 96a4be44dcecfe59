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
  onHide: () => void;
}

/** Everything with which others come in: the code to read aloud, the link to send, the QR code to scan. */
export function ShareCard({ sessionName, code, link, onHide }: ShareCardProps) {
  const styles = useStyles2(getStyles);
  const [enlarged, setEnlarged] = useState(false);
  const close = useCallback(() => setEnlarged(false), []);
  return (
    <div>
      <div className={styles.ways}>
        {/* Not drawn twice: the picture is either here or in the large view. */}
        {enlarged ? (
          <div className={styles.qrSpace} />
        ) : (
          <Suspense fallback={<div className={styles.qrSpace} />}>
            <LazyQrCode text={link} size={QR_SIZE} />
          </Suspense>
        )}
        <Stack direction="column" gap={0.5} alignItems="flex-start" minWidth={0} flex="1">
          <div className={styles.buttons}>
            <output
              data-testid="live-code"
              aria-label={`Session code ${code.split('').join(' ')}`}
              className={styles.code}
            >
              {code}
            </output>
            <Button size="sm" variant="secondary" fill="text" icon="eye-slash" aria-expanded onClick={onHide}>
              Hide code
            </Button>
          </div>
          <div className={styles.buttons}>
            <CopyButton text={code} label="Copy code" testId="live-copy-code" />
            <CopyButton text={link} label="Copy link" testId="live-copy-link" />
            <Button
              size="sm"
              variant="secondary"
              icon="monitor"
              tooltip="Show code full screen"
              aria-label="Show code full screen"
              onClick={() => setEnlarged(true)}
            />
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
const QR_SIZE = 88;

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 28,
    lineHeight: 1,
    fontWeight: theme.typography.fontWeightMedium,
    letterSpacing: '0.08em',
    fontVariantNumeric: 'slashed-zero',
    color: theme.colors.text.maxContrast,
    userSelect: 'all',
  }),
  ways: css({
    display: 'flex',
    alignItems: 'center',
    width: '100%',
    gap: theme.spacing(1.5),
  }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: theme.spacing(1) }),
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
