import { css } from '@emotion/css';
import { useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, TextLink, useStyles2 } from '@grafana/ui';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import { webAddress } from './media';
import type { BlockOf } from './outline';

/** A tree of questions that leads to an answer. */
export function GrotGuide({ block }: { block: BlockOf<'grot-guide'> }) {
  const styles = useStyles2(getStyles);
  /** Ids of screens, the newest last. */
  const [way, setWay] = useState<readonly string[]>([]);
  const screen = block.screens.find(({ id }) => id === way[way.length - 1]);
  const go = (screenId: string) => setWay([...way, screenId]);
  const choices = screen ? (screen.type === 'question' ? screen.options : []) : block.welcome.ctas;
  return (
    <li className={styles.card}>
      <div aria-live="polite">
        <h4 className={styles.title}>{screen ? screen.title : block.welcome.title}</h4>
        {!screen && <Markdown text={block.welcome.body} />}
        {screen?.type === 'result' && <Markdown text={screen.body} />}
      </div>
      {screen?.type === 'result' && (
        <ul className={styles.links}>
          {screen.links.map((link, index) => (
            <li key={index}>
              {link.title} <Outward href={link.href} text={link.linkText || link.href} />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.choices}>
        {choices.map(({ text, screenId }) => (
          <Button key={`${screenId} ${text}`} size="sm" variant="secondary" onClick={() => go(screenId)}>
            {text}
          </Button>
        ))}
      </div>
      {way.length > 0 && (
        <div className={styles.back}>
          <Button size="sm" variant="secondary" fill="text" icon="arrow-left" onClick={() => setWay(way.slice(0, -1))}>
            Back
          </Button>
          <Button size="sm" variant="secondary" fill="text" onClick={() => setWay([])}>
            Begin again
          </Button>
        </div>
      )}
    </li>
  );
}

/** A link of a guide outside of its texts; an address that is neither of the web nor of this Grafana is only named. */
function Outward({ href, text }: { href: string; text: string }) {
  const { followLink } = useGuide();
  const address = webAddress(href);
  if (address !== null) {
    return (
      <TextLink href={address} external inline>
        {text}
      </TextLink>
    );
  }
  return /^\/(?![/\\])/.test(href) ? (
    <Button size="sm" fill="text" onClick={() => followLink(href)}>
      {text}
    </Button>
  ) : (
    <span>{text}</span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    listStyle: 'none',
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  title: css({ margin: theme.spacing(0, 0, 1), fontSize: theme.typography.h5.fontSize }),
  links: css({ margin: theme.spacing(1, 0), paddingLeft: theme.spacing(3) }),
  choices: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
    '&:empty': { display: 'none' },
  }),
  back: css({ display: 'flex', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
});
