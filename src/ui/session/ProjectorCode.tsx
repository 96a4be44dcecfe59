import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Modal, Text, useStyles2 } from '@grafana/ui';
import { lazy, Suspense, useEffect, useRef } from 'react';

const LazyQrCode = lazy(() => import('./QrCode'));

export interface ProjectorCodeProps {
  sessionName: string;
  code: string;
  link: string;
  onClose: () => void;
}

/** Code and picture over everything else, for the back row of a room; on the whole screen where the browser lets it. */
export function ProjectorCode({ sessionName, code, link, onClose }: ProjectorCodeProps) {
  const styles = useStyles2(getStyles);
  const poster = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const screen = poster.current?.closest<HTMLElement>('[role="dialog"]');
    // A page that may not take the whole screen fills its window.
    void screen?.requestFullscreen?.().catch(() => undefined);
    const left = () => document.fullscreenElement === null && onClose();
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) {
        void document.exitFullscreen().catch(() => undefined);
      }
    };
  }, [onClose]);

  return (
    <Modal isOpen title={sessionName} onDismiss={onClose} className={styles.modal} contentClassName={styles.content}>
      <div ref={poster} data-live-own="" data-testid="live-projector" className={styles.poster}>
        <div className={styles.how}>
          <Text color="secondary">Choose Join Live Session in Grafana and enter this code, or scan the picture.</Text>
        </div>
        <div className={styles.code}>{code}</div>
        <div className={styles.qr}>
          <Suspense fallback={null}>
            <LazyQrCode text={link} size={QR_SIZE} />
          </Suspense>
        </div>
      </div>
    </Modal>
  );
}

/** CSS pixels, where the window is high enough. */
const QR_SIZE = 560;

const getStyles = (theme: GrafanaTheme2) => ({
  modal: css({
    width: '100vw',
    maxWidth: 'none',
    height: '100vh',
    maxHeight: 'none',
    top: 0,
    left: 0,
    margin: 0,
    borderRadius: 0,
    transform: 'none',
  }),
  content: css({ flex: 1, maxHeight: 'none', display: 'flex', flexDirection: 'column' }),
  poster: css({
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: 'min(40px, 3vh)',
  }),
  how: css({ '& *': { fontSize: 'max(14px, min(28px, 2.2vw))', textAlign: 'center' } }),
  code: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 'min(360px, 22vw, 30vh)',
    lineHeight: 1,
    letterSpacing: '0.08em',
    marginRight: '-0.08em',
    fontVariantNumeric: 'slashed-zero',
    color: theme.colors.text.maxContrast,
    userSelect: 'all',
  }),
  qr: css({ lineHeight: 0, '& svg': { width: `min(${QR_SIZE}px, 42vh)`, height: `min(${QR_SIZE}px, 42vh)` } }),
});
