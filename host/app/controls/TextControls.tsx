import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { CodeEditor, Field, Input, InlineField, SecretInput, TextArea, useStyles2 } from '@grafana/ui';
import { Corner, Corners, Held } from './Corner';
import { FilterBar, type LabelFilter } from './FilterBar';

const FIRST_CODE = '{\n  "threshold": 80\n}';

const FIRST_FILTERS: readonly LabelFilter[] = [{ label: 'job', operator: '=', value: 'shop' }];

/** Everything that takes text. */
export function TextControls() {
  const styles = useStyles2(getStyles);
  const [name, setName] = useState('web-1');
  const [note, setNote] = useState('');
  const [limit, setLimit] = useState('10');
  const [address, setAddress] = useState('');
  const [code, setCode] = useState(FIRST_CODE);
  const [heading, setHeading] = useState('Untitled');
  const [filters, setFilters] = useState(FIRST_FILTERS);
  const wrong = address !== '' && !URL.canParse(address);
  return (
    <Corners>
      <Corner title="Fields">
        <Field label="Name">
          <Input id="demo-name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        </Field>
        <Field label="Note" description="Several lines">
          <TextArea id="demo-note" value={note} rows={3} onChange={(event) => setNote(event.currentTarget.value)} />
        </Field>
        <Field
          label="Address"
          required
          invalid={wrong}
          error={wrong ? 'Enter an address such as https://grafana.com' : undefined}
        >
          <Input id="demo-address" value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
        </Field>
        <InlineField label="Limit" labelWidth={12}>
          <Input
            id="demo-limit"
            type="number"
            width={14}
            value={limit}
            onChange={(event) => setLimit(event.currentTarget.value)}
          />
        </InlineField>
        <InlineField label="Read only" labelWidth={12}>
          <Input id="demo-read-only" width={24} value="Cannot be changed" readOnly />
        </InlineField>
        <InlineField label="Token" labelWidth={12}>
          <SecretInput id="demo-token" width={24} isConfigured={false} onReset={() => {}} autoComplete="off" />
        </InlineField>
      </Corner>
      <Corner title="Code" description="Monaco, as in query editors and in JSON models.">
        <CodeEditor language="json" value={code} height={140} showMiniMap={false} onChange={setCode} />
      </Corner>
      <Corner title="Label filters" description="A label, an operator and a value, chosen one after the other.">
        <FilterBar filters={filters} onChange={setFilters} />
      </Corner>
      <Corner title="Editable text" description="A heading that is edited where it stands.">
        <div
          id="demo-heading"
          className={styles.heading}
          contentEditable="plaintext-only"
          suppressContentEditableWarning
          role="textbox"
          aria-label="Heading"
          tabIndex={0}
          onInput={(event) => setHeading(event.currentTarget.textContent ?? '')}
        >
          Untitled
        </div>
      </Corner>
      <Held values={{ name, note, address, limit, code, heading, filters }} />
    </Corners>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({
    padding: theme.spacing(1),
    border: `1px dashed ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.h4.fontSize,
  }),
});
