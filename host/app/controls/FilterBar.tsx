import { css, cx } from '@emotion/css';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { choose, nextOptions, type Choosing } from './filterChoosing';

export interface LabelFilter {
  label: string;
  operator: string;
  value: string;
}

interface FilterBarProps {
  filters: readonly LabelFilter[];
  onChange: (filters: readonly LabelFilter[]) => void;
}

/** A dashboard's filter field: pills, and one combobox that asks for label, operator and value in turn. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const styles = useStyles2(getStyles);
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [choosing, setChoosing] = useState<Choosing>({ at: 'label' });
  const [active, setActive] = useState(0);
  const options = nextOptions(choosing, text);

  const take = (option: string) => {
    const next = choose(choosing, option);
    setText('');
    setActive(0);
    if (next.at === 'done') {
      onChange([...filters, next.filter]);
      setChoosing({ at: 'label' });
    } else {
      setChoosing(next);
    }
  };
  const close = () => {
    setOpen(false);
    setText('');
    setChoosing({ at: 'label' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      const option = options.at(active);
      if (option !== undefined) {
        take(option);
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setActive((active + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % Math.max(options.length, 1));
    } else if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Backspace' && text === '' && choosing.at === 'label') {
      onChange(filters.slice(0, -1));
    }
  };

  return (
    <div className={styles.bar}>
      {filters.map(({ label, operator, value }, index) => (
        <span key={`${label}${operator}${value}`} className={styles.pill}>
          {label} {operator} {value}
          <IconButton
            name="times"
            size="sm"
            aria-label={`Remove filter with key ${label}`}
            onClick={() => onChange(filters.filter((_, other) => other !== index))}
          />
        </span>
      ))}
      {choosing.at !== 'label' && (
        <span className={styles.pill}>
          {choosing.label} {choosing.at === 'value' && choosing.operator}
        </span>
      )}
      <div className={styles.field}>
        <input
          ref={input}
          id="demo-filters"
          className={styles.input}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls="demo-filters-options"
          aria-label="Filter by label values"
          placeholder={choosing.at === 'label' ? 'Filter by label values' : `Choose ${choosing.at}`}
          value={text}
          onMouseDown={() => setOpen(true)}
          onFocus={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
            setOpen(true);
          }}
        />
        {open && options.length > 0 && (
          // Pressing the mouse in the list must not take the focus from the field: that would close the list.
          <ul
            id="demo-filters-options"
            role="listbox"
            aria-label="Options"
            className={styles.list}
            onMouseDown={(event) => event.preventDefault()}
          >
            {options.map((option, index) => (
              <li
                key={option}
                role="option"
                aria-selected={index === active}
                className={cx(styles.option, index === active && styles.active)}
                onClick={() => take(option)}
              >
                {option}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5, 1),
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    '&:focus-within': { borderColor: theme.colors.primary.border },
  }),
  pill: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 0.5),
    background: theme.colors.action.selected,
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  field: css({ position: 'relative', flexGrow: 1, minWidth: 160 }),
  input: css({ width: '100%', height: 24, border: 0, background: 'transparent', '&:focus': { outline: 'none' } }),
  list: css({
    position: 'absolute',
    top: '100%',
    left: 0,
    minWidth: 200,
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(0.5),
    listStyle: 'none',
    background: theme.colors.background.elevated,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
    zIndex: theme.zIndex.dropdown,
  }),
  option: css({
    padding: theme.spacing(0.75, 1),
    borderRadius: theme.shape.radius.default,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.focus }),
});
