import { selectors } from '@grafana/e2e-selectors';
import { IconButton } from '@grafana/ui';

interface StarButtonProps {
  title: string;
  starred: boolean;
  onChange: (starred: boolean) => void;
}

export function StarButton({ title, starred, onChange }: StarButtonProps) {
  const says = starred ? `Unstar "${title}" dashboard` : `Star "${title}" dashboard`;
  return (
    <IconButton
      name={starred ? 'favorite' : 'star'}
      iconType={starred ? 'mono' : 'default'}
      tooltip={says}
      aria-label={says}
      aria-pressed={starred}
      data-testid={selectors.components.NavToolbar.markAsFavorite}
      onClick={() => onChange(!starred)}
    />
  );
}
