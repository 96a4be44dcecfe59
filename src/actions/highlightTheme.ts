/** The highlight's looks from Grafana's theme. */
import type { GrafanaTheme2 } from '@grafana/data';
import type { HighlightTheme } from './overlay';

export function highlightTheme({ colors, shape, shadows, typography }: GrafanaTheme2): HighlightTheme {
  return {
    accent: colors.primary.main,
    halo: colors.primary.transparent,
    background: colors.background.elevated,
    text: colors.text.primary,
    border: colors.border.medium,
    radius: shape.radius.default,
    shadow: shadows.z3,
    font: `${typography.body.fontWeight} ${typography.body.fontSize}/${typography.body.lineHeight} ${typography.fontFamily}`,
  };
}
