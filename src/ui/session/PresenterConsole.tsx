import { Alert, Button } from '@grafana/ui';
import { useCallback, useState } from 'react';
import { RECOMMENDATIONS } from '../../guide/GuideTabs';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { useOffers } from '../useOffers';
import { useView } from '../useView';
import { dock } from '../dock/dockStore';
import { AttendeeList } from './AttendeeList';
import { ConsoleHeading } from './ConsoleHeading';
import { OutList } from './OutList';
import { ScrollingPart } from './ScrollingPart';
import { SessionSettings } from './SessionSettings';
import { Sharing } from './Sharing';
import { BROWSER_WORDS, driverText, TERMINAL_WORDS, typistsText } from './sharingWords';
import { useStepNames } from './useStepNames';
import { WaitingList } from './WaitingList';

export interface PresenterConsoleProps {
  view: Extract<SessionView, { role: 'presenting' }>;
  /** Where the focus goes when the session has started. */
  place?: (element: HTMLElement | null) => void;
}

/** Rows of attendees in sight at once: whole ones beside a guide, which needs the room, more without one. */
const ROWS = { besideGuide: 3, alone: 6 } as const;

/** What a presenter needs while presenting: how others come in, who is there, and the end. */
export function PresenterConsole({ view, place }: PresenterConsoleProps) {
  const { session, guides } = useLiveApp();
  const sharing = useView(dock).hiddenCode !== view.code;
  const guideOpen = useView(guides).active !== RECOMMENDATIONS;
  const stepName = useStepNames();
  const remove = useCallback((attendeeId: string) => session.removeAttendee(attendeeId), [session]);
  const lowerHand = useCallback((attendeeId: string) => session.lowerHand(attendeeId), [session]);
  const letType = useCallback((attendeeId: string, may: boolean) => session.letType(attendeeId, may), [session]);
  const offers = useOffers();
  const letDrive = useCallback(
    (attendeeId: string, may: boolean) => session.letDrive(may ? attendeeId : null),
    [session]
  );
  const [asking, setAsking] = useState<'terminal' | 'browser' | null>(null);
  const { terminal, browser } = view;
  const asks = (what: 'terminal' | 'browser') =>
    offers.kind === 'there' && offers.offers[what] && view[what].state !== 'on' ? () => setAsking(what) : null;
  const nameOf = (attendeeId: string) => view.attendees.find((row) => row.attendeeId === attendeeId)?.name ?? null;
  const anyRelayed = view.attendees.some(({ route }) => route === 'relay');
  return (
    <>
      <ConsoleHeading
        view={view}
        place={place}
        sharing={sharing}
        onShare={(shown) => dock.hideCode(shown ? null : view.code)}
        onShareTerminal={asks('terminal')}
        onShareBrowser={asks('browser')}
      />
      {view.state === 'unheard' && (
        <Alert
          severity="error"
          title="Nobody hears you just now"
          bottomSpacing={0}
          topSpacing={1}
          data-testid="live-unheard"
        >
          Neither the session server nor anyone in the room answers: your network may be gone. When it is back, everyone
          gets what you have shown meanwhile.
        </Alert>
      )}
      {view.state === 'signalling-lost' && (
        <Alert severity="warning" title="The session server does not answer" bottomSpacing={0} topSpacing={1}>
          {anyRelayed
            ? 'Who is connected directly stays so. Who is connected by the relay waits, and has everything when the server is back; so do newcomers.'
            : 'Everyone who is connected stays connected, and the session goes on. Newcomers can join again when the server is back.'}
        </Alert>
      )}
      <Sharing
        words={TERMINAL_WORDS}
        state={terminal.state}
        users={typistsText(terminal.typists)}
        asking={asking === 'terminal'}
        onAsked={() => setAsking(null)}
        onShare={() => session.shareTerminal()}
        onStop={() => session.stopTerminal()}
      />
      <Sharing
        words={BROWSER_WORDS}
        state={browser.state}
        users={driverText(browser.driver, nameOf)}
        asking={asking === 'browser'}
        onAsked={() => setAsking(null)}
        onShare={() => session.shareBrowser()}
        onStop={() => session.stopBrowser()}
      >
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          data-testid="live-everyone-drives"
          onClick={() => session.letDrive(browser.driver.kind === 'everyone' ? null : 'everyone')}
        >
          {browser.driver.kind === 'everyone' ? 'Drive alone' : 'Let everyone drive'}
        </Button>
      </Sharing>
      <ScrollingPart label="Attendees and settings">
        <WaitingList waiting={view.waiting} />
        <AttendeeList
          attendees={view.attendees}
          expected={view.expected}
          stepName={stepName}
          inSight={guideOpen ? ROWS.besideGuide : ROWS.alone}
          onRemove={remove}
          onLowerHand={lowerHand}
          onLetType={terminal.state === 'on' ? letType : undefined}
          onLetDrive={browser.state === 'on' && browser.driver.kind !== 'everyone' ? letDrive : undefined}
        />
        <SessionSettings locked={view.locked} admit={view.admit} policy={view.policy} />
        <OutList out={view.out} onLetBack={(attendeeId) => session.letBack(attendeeId)} />
      </ScrollingPart>
    </>
  );
}
