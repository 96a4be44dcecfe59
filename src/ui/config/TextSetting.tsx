import { Field, Input } from '@grafana/ui';

export interface TextSettingProps {
  /** The field's id and test id. */
  id: string;
  label: string;
  description: string;
  type?: 'text' | 'url';
  /** In units of eight pixels, as Grafana's inputs take it. */
  width: number;
  placeholder?: string;
  value: string;
  /** What is wrong with the value; null when nothing is. */
  problem: string | null;
  change(value: string): void;
}

/** One line of text among the settings. */
export function TextSetting(props: TextSettingProps) {
  const { id, label, description, type = 'text', width, placeholder, value, problem, change } = props;
  return (
    <Field label={label} description={description} invalid={problem !== null} error={problem} htmlFor={id}>
      <Input
        id={id}
        data-testid={id}
        type={type}
        width={width}
        placeholder={placeholder}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
      />
    </Field>
  );
}
