import { css, cx } from '@emotion/css';
import { useId, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { useGuide } from './GuideContext';
import { jumpTo, placeOf } from './jump';

/** A guide of this many sections or units is long enough for a table of contents. */
const LONG = { sections: 3, units: 12 } as const;

/** The sections of a long guide: how far each is, and a way there. */
export function Contents() {
  const styles = useStyles2(getStyles);
  const { view } = useGuide();
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { sections, total } = view.outline;
  const isLong = sections.size >= LONG.sections || (total >= LONG.units && sections.size > 0);
  if (!isLong) {
    return null;
  }
  return (
    <nav aria-label="Table of contents" className={styles.contents} data-testid="guide-contents">
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
      >
        <Icon name="list-ul" />
        <span>Contents</span>
        <Icon name={open ? 'angle-up' : 'angle-down'} className={styles.arrow} />
      </button>
      <ol id={listId} hidden={!open} className={styles.list}>
        {Array.from(sections, ([section, { done, total: all, complete }], index) => (
          <li key={index}>
            <button
              type="button"
              className={styles.entry}
              aria-label={`${section.title || 'Section'}, ${complete ? 'complete' : `${done} of ${all} done`}`}
              onClick={() => jumpTo(placeOf.section(section))}
            >
              <Icon
                name={complete ? 'check-circle' : done > 0 ? 'play' : 'circle'}
                size="sm"
                className={cx(complete ? styles.complete : styles.quiet)}
              />
              <span className={styles.title}>{section.title || 'Section'}</span>
              <span className={styles.count}>
                {done} of {all}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const bare = {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(0.75, 1),
    textAlign: 'left',
    background: 'none',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  } as const;
  return {
    contents: css({ border: `1px solid ${theme.colors.border.weak}`, borderRadius: theme.shape.radius.default }),
    toggle: css(bare),
    arrow: css({ marginLeft: 'auto' }),
    list: css({ margin: 0, padding: theme.spacing(0, 0.5, 0.5), listStyle: 'none' }),
    entry: css(bare),
    title: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }),
    count: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontVariantNumeric: 'tabular-nums',
    }),
    complete: css({ color: theme.colors.success.text }),
    quiet: css({ color: theme.colors.text.disabled }),
  };
};
