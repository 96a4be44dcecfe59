import { css } from '@emotion/css';
import { useId, useState, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Checkbox, Combobox, Input, useStyles2 } from '@grafana/ui';
import type { GuideInput } from '../model';
import { compilePattern } from '../pattern';
import { useGuide, type DataCheckResult } from './GuideContext';
import { placeOf, PLACE_ATTRIBUTE } from './jump';
import { Markdown } from './Markdown';
import { unitOf, type BlockOf } from './outline';
import { UnitCard } from './UnitCard';

/** A question whose answer goes into the guide's texts and steps. One that must be answered is a step of its own. */
export function InputPart({ block }: { block: BlockOf<'input'> }) {
  const styles = useStyles2(getStyles);
  const { player } = useGuide();
  const unit = unitOf(block);
  const promptId = useId();
  const prompt = (
    <div id={promptId} tabIndex={-1} className={styles.prompt} {...{ [PLACE_ATTRIBUTE]: placeOf.block(block.id) }}>
      <Markdown text={block.prompt} />
    </div>
  );
  const field = <Field input={block} labelledBy={promptId} onPassed={() => unit && player.markDone(unit)} />;
  if (!unit) {
    return (
      <li className={styles.plain} data-testid="guide-input" data-variable={block.variableName}>
        {prompt}
        {field}
      </li>
    );
  }
  return (
    <UnitCard unit={unit}>
      {prompt}
      {field}
    </UnitCard>
  );
}

interface FieldProps {
  readonly input: GuideInput;
  readonly labelledBy: string;
  /** What has to be true of the answer is. */
  readonly onPassed: () => void;
}

function Field(props: FieldProps): ReactNode {
  switch (props.input.inputType) {
    case 'text':
      return <TextField {...props} />;
    case 'boolean':
      return <BooleanField {...props} />;
    case 'datasource':
      return <DataSourceField {...props} />;
  }
}

/** The answer is taken when the field is left or Enter is pressed, and only when it will do. */
function TextField({ input, labelledBy, onPassed }: FieldProps) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const given = view.variables.get(input.variableName) ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();
  const take = async () => {
    const text = typed ?? given;
    const found = await problemOf(input, text);
    setProblem(found);
    if (found === null) {
      setTyped(null);
      player.answerInput(input, text === '' ? null : text);
      if (text !== '') {
        onPassed();
      }
    }
  };
  return (
    <>
      <Input
        value={typed ?? given}
        placeholder={input.placeholder}
        aria-labelledby={labelledBy}
        aria-required={input.required}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        invalid={problem !== null}
        maxLength={ANSWER_FIELD_LENGTH}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => typed !== null && void take()}
        onKeyDown={(event) => event.key === 'Enter' && void take()}
      />
      <div role="status" id={problemId} className={styles.problem}>
        {problem !== null && <Markdown text={problem} />}
      </div>
    </>
  );
}

const ANSWER_FIELD_LENGTH = 1000;

async function problemOf(input: GuideInput, text: string): Promise<string | null> {
  if (text === '') {
    return input.required ? 'An answer is needed here.' : null;
  }
  const pattern = input.pattern === null ? null : await compilePattern({ source: input.pattern, flags: '' });
  const fits = pattern?.matches(text) ?? true;
  return fits ? null : input.validationMessage || 'The answer does not have the form that is asked for.';
}

function BooleanField({ input, labelledBy, onPassed }: FieldProps) {
  const { player, view } = useGuide();
  return (
    <Checkbox
      label={input.checkboxLabel || 'Yes'}
      aria-describedby={labelledBy}
      value={view.variables.get(input.variableName) === 'true'}
      onChange={(event) => {
        player.answerInput(input, String(event.currentTarget.checked));
        onPassed();
      }}
    />
  );
}

type Checking = { kind: 'not-asked' } | { kind: 'asking' } | DataCheckResult;

function DataSourceField({ input, labelledBy, onPassed }: FieldProps) {
  const styles = useStyles2(getStyles);
  const { player, view, dataSources } = useGuide();
  const [checking, setChecking] = useState<Checking>({ kind: 'not-asked' });
  const listed = dataSources.list(input.datasourceFilter);
  const given = view.variables.get(input.variableName) ?? null;
  const { dataCheck } = input;

  const check = async () => {
    if (given === null || !dataCheck) {
      return;
    }
    setChecking({ kind: 'asking' });
    const result = await dataSources.check(given, dataCheck);
    setChecking(result);
    if (result.kind === 'rows') {
      onPassed();
    }
  };

  return (
    <div className={styles.stack}>
      {listed.length === 0 ? (
        <p className={styles.note}>
          There is no {input.datasourceFilter ? `${input.datasourceFilter} ` : ''}data source here. Ask an administrator
          to add one under Connections.
        </p>
      ) : (
        <Combobox
          aria-labelledby={labelledBy}
          placeholder={input.placeholder || 'Choose a data source'}
          options={listed.map(({ name, type }) => ({ value: name, label: name, description: type }))}
          value={given}
          onChange={(option) => {
            setChecking({ kind: 'not-asked' });
            player.answerInput(input, option.value);
            if (!dataCheck) {
              onPassed();
            }
          }}
        />
      )}
      {dataCheck && (
        <div>
          <Button
            size="sm"
            variant="secondary"
            disabled={given === null || checking.kind === 'asking'}
            onClick={() => void check()}
            data-testid="guide-check-data"
          >
            {checking.kind === 'asking' ? 'Looking for data...' : 'Look for data'}
          </Button>
        </div>
      )}
      <div role="status" className={styles.problem}>
        {checking.kind === 'rows' && <span className={styles.passed}>There is data.</span>}
        {checking.kind === 'no-rows' && (
          <Markdown text={dataCheck?.failureMessage || 'There is no data for this yet.'} />
        )}
        {checking.kind === 'failed' && `It could not be looked for: ${checking.detail}`}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  plain: css({ listStyle: 'none' }),
  prompt: css({
    marginBottom: theme.spacing(1),
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  stack: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  problem: css({
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    marginTop: theme.spacing(0.5),
    '&:empty': { display: 'none' },
  }),
  passed: css({ color: theme.colors.success.text }),
  note: css({ margin: 0, color: theme.colors.text.secondary }),
});
