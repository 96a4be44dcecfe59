import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, IconButton, useStyles2 } from '@grafana/ui';
import { useCallback, useEffect, useId, useRef, type KeyboardEvent, type WheelEvent } from 'react';
import { RECOMMENDATIONS } from '../../guide/GuideTabs';
import { bringIntoView } from '../../guide/player/bringIntoView';
import { useLiveApp, useSessionView } from '../LiveApp';
import { useView } from '../useView';
import { stoppedWords } from '../session/sessionToasts';
import { BrowserPanel, browserOf } from './BrowserPanel';
import { GuidePanel } from './GuidePanel';
import { Recommendations } from './Recommendations';
import { LITTLE_ROOM } from './room';
import { shellOf, TerminalPanel } from './TerminalPanel';
import { useSharedTab, type SharedTab } from './useSharedTab';

/** Their tabs' ids are no guide's, since guides' name what they were opened from. */
const SHARED: ReadonlyArray<{ id: SharedTab; title: string; icon: IconName }> = [
  { id: 'terminal', title: 'Terminal', icon: 'keyboard' },
  { id: 'browser', title: 'Browser', icon: 'browser-alt' },
];
const isShared = (id: string): id is SharedTab => SHARED.some((each) => each.id === id);

/** Tabs: Recommendations, what the session shares while it does, and one for each open guide, with the chosen one below. */
export function GuideArea() {
  const styles = useStyles2(getStyles);
  const { guides } = useLiveApp();
  const { tabs, active: guide } = useView(guides);
  const view = useSessionView();
  const things = { terminal: shellOf(view), browser: browserOf(view) };
  const { looks, isNew, gone, choose } = useSharedTab(things, guide, view.role === 'attending');
  const active = looks ?? guide;
  const chosen = tabs.find(({ id }) => id === active);

  /** A person has just opened a guide; a guide that a session opens leaves the focus where it is. */
  const opened = useRef(false);
  const onTitle = useCallback((title: HTMLElement | null) => {
    if (title && opened.current) {
      opened.current = false;
      // Not from something else that they have turned to while the guide was loading.
      if (document.activeElement === document.body) {
        title.focus();
      }
    }
  }, []);

  const base = useId();
  const shared = SHARED.filter(({ id }) => things[id] !== null);
  const fixed = [RECOMMENDATIONS, ...shared.map(({ id }) => id)];
  const order = [...fixed, ...tabs.map(({ id }) => id)];
  const activate = (id: string) => {
    if (isShared(id)) {
      choose(id);
    } else {
      choose(null);
      guides.activate(id);
    }
  };
  // By place: a guide's id may hold blanks, which divide ids in aria attributes.
  const tabId = (id: string) => `${base}-${order.indexOf(id)}`;
  const panelId = `${base}-panel`;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Delete: -1 }[event.key];
    if (step === undefined || (event.key === 'Delete' && fixed.includes(active))) {
      return;
    }
    event.preventDefault();
    const next = order[(order.indexOf(active) + step + order.length) % order.length];
    if (event.key === 'Delete') {
      guides.close(active);
    }
    activate(next);
    document.getElementById(tabId(next))?.focus();
  };

  return (
    <section aria-label="Guides" className={styles.area}>
      <div role="tablist" aria-label="Open guides" className={styles.tabs} onKeyDown={move}>
        <TabButton
          icon="compass"
          tabId={tabId(RECOMMENDATIONS)}
          panelId={panelId}
          title="Recommendations"
          active={active === RECOMMENDATIONS}
          onChoose={() => activate(RECOMMENDATIONS)}
        />
        {shared.map(({ id, title, icon }) => (
          <TabButton
            key={id}
            icon={icon}
            testId={`live-${id}-tab`}
            tabId={tabId(id)}
            panelId={panelId}
            title={title}
            active={looks === id}
            onChoose={() => activate(id)}
          />
        ))}
        <div role="presentation" className={styles.guides} onWheel={scrollSideways}>
          {tabs.map((tab) => (
            <TabButton
              key={tab.id}
              icon="book-open"
              tabId={tabId(tab.id)}
              panelId={panelId}
              title={tab.title}
              active={active === tab.id}
              onChoose={() => activate(tab.id)}
              onClose={() => guides.close(tab.id)}
            />
          ))}
        </div>
      </div>
      {/* Always there, so that it is heard when words come into it. Who presents has ended it and knows. */}
      <div role="status" className={styles.gone} data-testid="live-shared-gone">
        {gone && view.role === 'attending' ? `${stoppedWords(view.presenterName, gone)}.` : ''}
      </div>
      <div
        role="tabpanel"
        id={panelId}
        aria-labelledby={tabId(active)}
        tabIndex={0}
        className={cx(styles.panel, looks && styles.shared)}
      >
        {looks === 'terminal' ? (
          <TerminalPanel isNew={isNew} />
        ) : looks === 'browser' ? (
          <BrowserPanel />
        ) : chosen ? (
          <GuidePanel key={chosen.id} tab={chosen} onTitle={onTitle} />
        ) : (
          <Recommendations onOpen={() => (opened.current = true)} />
        )}
      </div>
    </section>
  );
}

/** A wheel that turns up and down moves a row that has only sides to go to. */
function scrollSideways({ currentTarget, deltaX, deltaY }: WheelEvent<HTMLElement>): void {
  if (deltaX === 0) {
    currentTarget.scrollLeft += deltaY;
  }
}

interface TabButtonProps {
  icon: IconName;
  testId?: string;
  tabId: string;
  panelId: string;
  title: string;
  active: boolean;
  onChoose: () => void;
  onClose?: () => void;
}

function TabButton({ icon, testId, tabId, panelId, title, active, onChoose, onClose }: TabButtonProps) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active && place.current) {
      bringIntoView(place.current);
    }
  }, [active, title]);
  return (
    <div ref={place} className={cx(styles.tab, active && styles.activeTab)} role="presentation">
      <button
        type="button"
        role="tab"
        data-testid={testId}
        id={tabId}
        aria-selected={active}
        aria-controls={panelId}
        tabIndex={active ? 0 : -1}
        aria-keyshortcuts={onClose && 'Delete'}
        title={title}
        className={styles.tabButton}
        onClick={onChoose}
      >
        <Icon name={icon} size="sm" />
        <span className={styles.tabTitle}>{title}</span>
      </button>
      {/* For pointers; a list of tabs holds nothing but tabs for those who hear it, and Delete closes them. */}
      {onClose && (
        <IconButton
          name="times"
          size="sm"
          aria-label={`Close guide: ${title}`}
          aria-hidden
          tabIndex={-1}
          onClick={onClose}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  area: css({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, [LITTLE_ROOM]: { flex: 'none' } }),
  tabs: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'flex',
    flexShrink: 0,
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  tab: css({
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    flexShrink: 0,
    maxWidth: 'min(200px, 100%)',
    paddingRight: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary },
  }),
  // Beside Recommendations, which stay in sight however many guides are open.
  guides: css({
    display: 'flex',
    flex: 1,
    minWidth: 0,
    overflowX: 'auto',
    scrollbarWidth: 'thin',
    borderLeft: `1px solid ${theme.colors.border.weak}`,
  }),
  activeTab: css({
    color: theme.colors.text.primary,
    '&::after': {
      content: '""',
      position: 'absolute',
      left: 0,
      right: 0,
      bottom: 0,
      height: 2,
      backgroundImage: theme.colors.gradients.brandHorizontal,
    },
  }),
  tabButton: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minWidth: 0,
    padding: theme.spacing(1),
    color: 'inherit',
    background: 'none',
    border: 'none',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  tabTitle: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  panel: css({
    flex: 1,
    minHeight: 0,
    padding: theme.spacing(2),
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    [LITTLE_ROOM]: { overflowY: 'visible' },
  }),
  gone: css({
    ...theme.typography.bodySmall,
    flexShrink: 0,
    color: theme.colors.text.secondary,
    '&:not(:empty)': { padding: theme.spacing(1, 2), borderBottom: `1px solid ${theme.colors.border.weak}` },
  }),
  shared: css({
    display: 'flex',
    flexDirection: 'column',
    padding: theme.spacing(1),
    [LITTLE_ROOM]: { height: 360 },
  }),
});
