import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { Guide, GuideStep } from '../model';
import type { UnmetCondition } from '../requirements';
import { inputsOf } from './answers';
import { useGuide } from './GuideContext';
import { jumpTo, placeOf } from './jump';
import { sectionNamed } from './outline';
import { isPageFix } from './stepWork';

interface Props {
  readonly unit: { readonly id: string };
  readonly waits: boolean;
  readonly unmet: readonly UnmetCondition[];
  /** Whose target is meant. */
  readonly source: GuideStep | null;
}

/** Why something cannot be done yet, and what can be done about that. */
export function UnmetList({ unit, waits, unmet, source }: Props) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const inVain = view.triedInVain.get(unit.id);
  const said = inOneWord(unmet);
  const onPage = said.filter(({ fix }) => isPageFix(fix));
  // One press at a time: the first may be all that is wrong, and what is left is looked at anew after it.
  const next = onPage.find(({ text }) => !inVain?.has(text)) ?? onPage[0];
  if (!waits && unmet.length === 0) {
    return null;
  }
  return (
    <ul className={styles.reasons}>
      {waits && <li className={styles.reason}>Complete the step above first.</li>}
      {!waits &&
        said.map((one) => (
          <li key={one.condition} className={styles.reason}>
            <span>{(inVain?.has(one.text) && one.afterFix) || wordsFor(one, player.guide)}</span>
            {(one === next || !isPageFix(one.fix)) && (
              <Fix unit={unit} unmet={one} source={source} again={inVain?.has(one.text) ?? false} />
            )}
          </li>
        ))}
    </ul>
  );
}

/** Several conditions may ask for the same: it is said, and can be fixed, once. */
function inOneWord(unmet: readonly UnmetCondition[]): readonly UnmetCondition[] {
  return unmet.filter(({ text }, index) => unmet.findIndex((other) => other.text === text) === index);
}

/** A section by the title that its reader sees, not by the name that its author gave it. */
function wordsFor({ fix, text }: UnmetCondition, guide: Guide): string {
  const title = fix?.kind === 'go-to-section' ? sectionNamed(guide, fix.id)?.title : '';
  return title ? `Complete the section “${title}” first.` : text;
}

interface FixProps extends Pick<Props, 'unit' | 'source'> {
  readonly unmet: UnmetCondition;
  /** It was tried, in vain. */
  readonly again: boolean;
}

function Fix({ unit, unmet, source, again }: FixProps) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const { fix } = unmet;
  const busy = view.activity.kind === 'fixing';
  if (isPageFix(fix)) {
    return (
      <Button
        size="sm"
        fill="text"
        className={styles.fix}
        disabled={busy}
        data-testid="guide-fix"
        onClick={() => player.fix(unit, { ...unmet, fix }, source)}
      >
        {again ? 'Try again' : 'Fix this'}
      </Button>
    );
  }
  if (fix === null) {
    return null;
  }
  const { guide } = player;
  const place =
    fix.kind === 'go-to-section'
      ? placeOf.section(sectionNamed(guide, fix.id))
      : placeOf.block(inputsOf(guide).find(({ variableName }) => variableName === fix.variable)?.id ?? null);
  return (
    <Button size="sm" fill="text" className={styles.fix} data-testid="guide-fix" onClick={() => jumpTo(place)}>
      Go there
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  reasons: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  reason: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0, 1) }),
  // A button without a frame is padded all the same; its words begin where the text does that it follows.
  fix: css({ marginLeft: theme.spacing(-1) }),
});
