import { css } from '@emotion/css';
import { useEffect, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import { Corner, Corners, Held } from './Corner';

/** Milliseconds: until a late button comes, and between two replacements of a restless one. */
const AFTER = { late: 900, replacement: 400 } as const;

/** Counts on every painted frame, so that whoever reads it is drawn again without end. */
function useFrames(): number {
  const [frames, setFrames] = useState(0);
  useEffect(() => {
    let request = requestAnimationFrame(function next() {
      setFrames((count) => count + 1);
      request = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(request);
  }, []);
  return frames;
}

/** Counts every `ms` milliseconds. */
function useTicks(ms: number): number {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTicks((count) => count + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return ticks;
}

/** The hard cases: elements that are drawn again, replaced, moved, late, doubled or gone. */
export function MovingControls() {
  const styles = useStyles2(getStyles);
  const [pressed, setPressed] = useState<string[]>([]);
  const press = (name: string) => () => setPressed((before) => [...before, name]);
  return (
    <Corners>
      <Corner title="Drawn again without end" description="On every painted frame.">
        <Redrawn onPress={press('redrawn')} />
      </Corner>
      <Corner title="Replaced" description="The button is a new element every 0.4 seconds.">
        <Replaced onPress={press('replaced')} />
      </Corner>
      <Corner title="Moving" description="It never stands still.">
        <div className={styles.track}>
          <Button className={styles.moving} data-testid="demo-moving" onClick={press('moving')}>
            Moving button
          </Button>
        </div>
      </Corner>
      <Corner title="Late" description="What is asked for comes after 0.9 seconds.">
        <Late onPress={press('late')} />
      </Corner>
      <Corner title="Doubled" description="Three buttons with one test id; the first of them cannot be seen.">
        <Stack gap={1}>
          <div className={styles.hidden}>
            <Button data-testid="demo-doubled" onClick={press('hidden')}>
              Doubled
            </Button>
          </div>
          <Button data-testid="demo-doubled" variant="secondary" onClick={press('second')}>
            Doubled
          </Button>
          <Button data-testid="demo-doubled" variant="secondary" onClick={press('third')}>
            Doubled
          </Button>
        </Stack>
      </Corner>
      <Corner title="Going" description="Gone as soon as the mouse comes near.">
        <Going onPress={press('going')} />
      </Corner>
      <Held values={{ pressed }} />
    </Corners>
  );
}

function Redrawn({ onPress }: { onPress: () => void }) {
  const frames = useFrames();
  return (
    <Button data-testid="demo-redrawn" data-frames={frames} tooltip={`Drawn ${frames} times`} onClick={onPress}>
      Redrawn button
    </Button>
  );
}

function Replaced({ onPress }: { onPress: () => void }) {
  const ticks = useTicks(AFTER.replacement);
  return (
    // The test id ends with a number that changes, as those of generated elements do.
    <Button key={ticks} data-testid={`demo-replaced-${ticks}`} onClick={onPress}>
      Replaced button
    </Button>
  );
}

function Late({ onPress }: { onPress: () => void }) {
  const [asked, setAsked] = useState(false);
  const [there, setThere] = useState(false);
  useEffect(() => {
    if (!asked) {
      return undefined;
    }
    const timer = setTimeout(() => setThere(true), AFTER.late);
    return () => clearTimeout(timer);
  }, [asked]);
  return (
    <Stack gap={1}>
      <Button variant="secondary" onClick={() => setAsked(true)}>
        Ask for it
      </Button>
      {there && (
        <Button data-testid="demo-late" onClick={onPress}>
          Late button
        </Button>
      )}
    </Stack>
  );
}

function Going({ onPress }: { onPress: () => void }) {
  const [there, setThere] = useState(true);
  return there ? (
    <Button data-testid="demo-going" variant="secondary" onMouseEnter={() => setThere(false)} onClick={onPress}>
      Shy button
    </Button>
  ) : (
    <Button fill="text" onClick={() => setThere(true)}>
      Bring it back
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  track: css({ height: theme.spacing(5), overflow: 'hidden' }),
  moving: css({
    animation: 'demo-move 4s ease-in-out infinite alternate',
    '@keyframes demo-move': { from: { transform: 'translateX(0)' }, to: { transform: 'translateX(160px)' } },
  }),
  hidden: css({ display: 'none' }),
});
