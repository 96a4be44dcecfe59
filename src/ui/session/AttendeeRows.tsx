import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type HTMLAttributes,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { FixedSizeList, areEqual } from 'react-window';
import type { AttendeeRow } from '../../session/view';
import { AttendeeItem } from './AttendeeItem';
import type { AttendeeListProps } from './AttendeeList';
import { useSteadyOrder } from './useSteadyOrder';

/** CSS pixels. */
const ROW = 48;

interface RowsData extends Pick<
  AttendeeListProps,
  'stepName' | 'onRemove' | 'onLowerHand' | 'onLetType' | 'onLetDrive'
> {
  rows: readonly AttendeeRow[];
  reachable: string;
  /** Where the focus goes once the row is drawn. */
  wanted: string | null;
  onFocus: (attendeeId: string) => void;
}

/** The rows that are in sight, of however many there are. Arrow keys go from one to the next, Tab to a row's buttons. */
export function AttendeeRows({
  rows,
  inSight,
  ...rest
}: Omit<AttendeeListProps, 'attendees' | 'expected'> & { rows: readonly AttendeeRow[] }) {
  const styles = useStyles2(getStyles);
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<FixedSizeList<RowsData>>(null);
  const ordered = useSteadyOrder(rows, frame);
  const [active, setActive] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const at = Math.max(
    0,
    ordered.findIndex(({ attendeeId }) => attendeeId === active)
  );
  const reachable = ordered[at].attendeeId;

  const onFocus = useCallback((attendeeId: string) => {
    setActive(attendeeId);
    setWanted(null);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ordered.length - 1 }[event.key];
    const target = to === undefined ? undefined : ordered[to];
    if (to !== undefined && target) {
      event.preventDefault();
      list.current?.scrollToItem(to);
      setActive(target.attendeeId);
      setWanted(target.attendeeId);
    }
  };
  const { stepName, onRemove, onLowerHand, onLetType, onLetDrive } = rest;
  const data = useMemo(
    (): RowsData => ({
      rows: ordered,
      reachable,
      wanted,
      onFocus,
      stepName,
      onRemove,
      onLowerHand,
      onLetType,
      onLetDrive,
    }),
    [ordered, reachable, wanted, onFocus, stepName, onRemove, onLowerHand, onLetType, onLetDrive]
  );
  return (
    <div ref={frame} onKeyDown={onKeyDown} className={styles.frame}>
      <FixedSizeList
        ref={list}
        innerElementType={Rows}
        width="100%"
        height={Math.min(ordered.length, inSight) * ROW}
        itemCount={ordered.length}
        itemSize={ROW}
        itemData={data}
        itemKey={(index, { rows: all }) => all[index].attendeeId}
        overscanCount={3}
        className={styles.scroller}
      >
        {Row}
      </FixedSizeList>
    </div>
  );
}

function Rows(props: HTMLAttributes<HTMLUListElement> & { ref?: Ref<HTMLUListElement> }) {
  return <ul {...props} />;
}

const Row = memo(function Row({ index, style, data }: { index: number; style: CSSProperties; data: RowsData }) {
  const styles = useStyles2(getStyles);
  const { rows, reachable, wanted, onFocus, ...rest } = data;
  const row = rows[index];
  const { attendeeId, name, mode, following, state, hand, types, drives, trouble, reply } = row;
  const element = useRef<HTMLLIElement>(null);
  const isWanted = wanted === attendeeId;
  useEffect(() => {
    if (isWanted) {
      element.current?.focus();
    }
  }, [isWanted]);
  return (
    <li
      ref={element}
      style={style}
      tabIndex={reachable === attendeeId ? 0 : -1}
      aria-setsize={rows.length}
      aria-posinset={index + 1}
      data-testid="live-attendee"
      data-name={name}
      data-mode={mode}
      data-following={following}
      data-state={state}
      data-hand={hand}
      data-types={types}
      data-drives={drives}
      data-trouble={trouble?.kind ?? ''}
      data-reply={reply?.kind ?? ''}
      className={styles.item}
      onFocus={() => onFocus(attendeeId)}
    >
      <AttendeeItem row={row} reachable={reachable === attendeeId} {...rest} />
    </li>
  );
}, areEqual);

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ borderTop: `1px solid ${theme.colors.border.weak}` }),
  scroller: css({ scrollbarWidth: 'thin', '& > ul': { listStyle: 'none', margin: 0, padding: 0 } }),
  item: css({ '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 } }),
});
