import { Alert } from '@grafana/ui';
import type { ReactNode } from 'react';
import { policySources } from '../barriers/barriers';
import { SESSION_ERRORS, type SessionErrorReason } from '../session/SessionError';
import { useLiveAppIfThere } from './LiveApp';
import { PolicyLine } from './PolicyLine';

export interface ErrorNoticeProps {
  reason: SessionErrorReason;
  severity?: 'error' | 'warning' | 'info';
  action?: ReactNode;
  onRemove?: () => void;
}

/** What went wrong and what to do about it, in the words of the one table. */
export function ErrorNotice({ reason, severity = 'error', action, onRemove }: ErrorNoticeProps) {
  const { title, remedy } = SESSION_ERRORS[reason];
  const serverUrl = useLiveAppIfThere()?.serverUrl ?? '';
  return (
    <div data-testid="live-error" data-reason={reason}>
      <Alert title={title} severity={severity} onRemove={onRemove} bottomSpacing={0}>
        {remedy}
        {reason === 'policy' && serverUrl !== '' && <PolicyLine sources={policySources(serverUrl)} />}
        {action && <div style={{ marginTop: 8 }}>{action}</div>}
      </Alert>
    </div>
  );
}
