import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { QRCodeSVG } from 'qrcode.react';

/** Black on white in every theme, with the quiet zone that readers need (ISO/IEC 18004: four modules). */
export default function QrCode({ text, size }: { text: string; size: number }) {
  const styles = useStyles2(getStyles);
  return (
    <div data-testid="live-qr" className={styles.frame}>
      <QRCodeSVG
        value={text}
        size={size}
        marginSize={4}
        level="M"
        bgColor="#ffffff"
        fgColor="#000000"
        title="Link to the session"
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ display: 'inline-flex', flexShrink: 0, borderRadius: theme.shape.radius.default, overflow: 'hidden' }),
});
