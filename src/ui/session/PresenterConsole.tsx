import { Alert } from '@grafana/ui';
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
import { TerminalSharing } from './TerminalSharing';
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
  const [asking, setAsking] = useState(false);
  const isShared = view.terminal.state === 'on';
  const isOffered = offers.kind === 'there' && offers.offers.terminal;
  const anyRelayed = view.attendees.some(({ route }) => route === 'relay');
  return (
    <>
      <ConsoleHeading
        view={view}
        place={place}
        sharing={sharing}
        onShare={(shown) => dock.hideCode(shown ? null : view.code)}
        onShareTerminal={isOffered && !isShared ? () => setAsking(true) : null}
      />
      {view.state === 'signalling-lost' && (
        <Alert severity="warning" title="The session server does not answer" bottomSpacing={0} topSpacing={1}>
          {anyRelayed
            ? 'Who is connected directly stays so. Who is connected by the relay waits, and has everything when the server is back; so do newcomers.'
            : 'Everyone who is connected stays connected, and the session goes on. Newcomers can join again when the server is back.'}
        </Alert>
      )}
      <TerminalSharing terminal={view.terminal} asking={asking} onAsked={() => setAsking(false)} />
      <ScrollingPart label="Attendees and settings">
        <WaitingList waiting={view.waiting} />
        <AttendeeList
          attendees={view.attendees}
          expected={view.expected}
          stepName={stepName}
          inSight={guideOpen ? ROWS.besideGuide : ROWS.alone}
          onRemove={remove}
          onLowerHand={lowerHand}
          onLetType={isShared ? letType : undefined}
        />
        <SessionSettings locked={view.locked} admit={view.admit} policy={view.policy} />
        <OutList out={view.out} onLetBack={(attendeeId) => session.letBack(attendeeId)} />
      </ScrollingPart>
    </>
  );
}
