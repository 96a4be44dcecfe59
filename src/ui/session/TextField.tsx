import { Field, Input } from '@grafana/ui';
import { useId, type InputHTMLAttributes, type Ref } from 'react';
import type { SessionErrorReason } from '../../session/SessionError';
import { FieldError } from './FieldError';

export interface TextFieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'value' | 'disabled' | 'placeholder' | 'autoCapitalize' | 'spellCheck'
> {
  label: string;
  description?: string;
  testId: string;
  /** What is wrong with what was typed. */
  error: SessionErrorReason | null;
  inputRef?: Ref<HTMLInputElement>;
  onType: (typed: string) => void;
}

/** A line to type into, with what is wrong with it in the words of the one table. */
export function TextField({ label, description, testId, error, inputRef, onType, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <Field
      noMargin
      label={label}
      description={description}
      htmlFor={id}
      invalid={error !== null}
      error={error && <FieldError reason={error} />}
    >
      <Input
        {...input}
        id={id}
        data-testid={testId}
        ref={inputRef}
        autoComplete="off"
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </Field>
  );
}
