import { css } from '@emotion/css';
import type { CSSProperties } from 'react';
import { FixedSizeList } from 'react-window';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';

/** Pixels. */
const HEIGHT = { box: 220, row: 40 } as const;

interface VirtualListProps {
  count: number;
  /** A row's button was pressed; rows count from 1. */
  onSelect: (row: number) => void;
}

/** Rows of which only the seen ones are in the document, as in Grafana's list of dashboards; found by `demo-row N`. */
export function VirtualList({ count, onSelect }: VirtualListProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} data-testid="demo-virtual-list">
      <FixedSizeList
        className={VIRTUAL_SCROLLER}
        width="100%"
        height={HEIGHT.box}
        itemCount={count}
        itemSize={HEIGHT.row}
        itemData={onSelect}
      >
        {Row}
      </FixedSizeList>
    </div>
  );
}

/** Class of the element that scrolls. */
const VIRTUAL_SCROLLER = 'demo-virtual-scroller';

function Row({ index, style, data }: { index: number; style: CSSProperties; data: VirtualListProps['onSelect'] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row} style={style} data-testid={`demo-row ${index + 1}`}>
      <span>Row {index + 1}</span>
      <Button size="sm" variant="secondary" onClick={() => data(index + 1)}>
        Choose
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ border: `1px solid ${theme.colors.border.weak}` }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
});
