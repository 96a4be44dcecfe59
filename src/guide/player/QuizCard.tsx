import { css, cx } from '@emotion/css';
import { useId, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { QuizChoice } from '../model';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import type { Unit } from './outline';
import { judge, orderedChoices, type Verdict } from './quiz';
import { UnitCard } from './UnitCard';

/** A question with choices. */
export function QuizCard({ unit }: { unit: Extract<Unit, { kind: 'quiz' }> }) {
  const styles = useStyles2(getStyles);
  const { player, view, reader } = useGuide();
  const quiz = unit.block;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const base = useId();
  const attempts = view.attempts.get(unit.id) ?? [];
  const last = attempts.length > 0 ? judge(quiz, attempts) : null;
  const complete = view.outline.standings.get(unit.id)?.complete ?? null;
  const answered = complete === 'done';
  // A hint is about what was answered, not about what is ticked now.
  const isAnswer = chosen.join() === (attempts[attempts.length - 1] ?? []).join();

  const choose = (id: string, on: boolean) => {
    const others = quiz.multiSelect ? chosen.filter((one) => one !== id) : [];
    setChosen(on ? [...others, id] : others);
  };

  return (
    <UnitCard
      unit={unit}
      actions={({ blocked }) =>
        !answered && (
          <Button
            size="sm"
            disabled={blocked || chosen.length === 0 || (last?.kind === 'wrong' && isAnswer)}
            onClick={() => player.answerQuiz(unit, chosen)}
            data-testid="guide-quiz-check"
          >
            Check answer
          </Button>
        )
      }
      foot={
        <div role="status" className={styles.said}>
          {last && (answered || isAnswer) && <Feedback verdict={last} multi={quiz.multiSelect} />}
        </div>
      }
    >
      <div id={`${base}-question`}>
        <Markdown text={quiz.question} />
      </div>
      <div
        role={quiz.multiSelect ? 'group' : 'radiogroup'}
        aria-labelledby={`${base}-question`}
        className={styles.choices}
      >
        {orderedChoices(quiz, reader).map((choice) => (
          <label key={choice.id} className={cx(styles.choice, answered && choice.correct && styles.right)}>
            <input
              type={quiz.multiSelect ? 'checkbox' : 'radio'}
              name={base}
              value={choice.id}
              checked={answered ? choice.correct : chosen.includes(choice.id)}
              disabled={answered}
              onChange={(event) => choose(choice.id, event.currentTarget.checked)}
            />
            <div className={styles.text}>
              <Markdown text={choice.text} />
            </div>
            {answered && choice.correct && <Icon name="check" title="Correct" />}
          </label>
        ))}
      </div>
    </UnitCard>
  );
}

function Feedback({ verdict, multi }: { verdict: Verdict; multi: boolean }) {
  const styles = useStyles2(getStyles);
  switch (verdict.kind) {
    case 'right':
      return <p className={cx(styles.feedback, styles.right)}>That is right.</p>;
    case 'revealed':
      return <p className={styles.feedback}>That was the last try. The right answer is marked above.</p>;
    case 'wrong': {
      const lacks = multi && verdict.chosen.length === 0;
      return (
        <div className={styles.feedback}>
          <p className={cx(styles.feedback, styles.wrong)}>
            {lacks ? 'Something is still missing.' : 'That is not right yet.'}
            {verdict.left !== null && ` ${verdict.left} ${verdict.left === 1 ? 'try' : 'tries'} left.`}
          </p>
          {verdict.chosen.map((choice) => (
            <Hint key={choice.id} choice={choice} />
          ))}
        </div>
      );
    }
  }
}

function Hint({ choice }: { choice: QuizChoice }) {
  return choice.hint === '' ? null : <Markdown text={choice.hint} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  choices: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), marginTop: theme.spacing(1) }),
  choice: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-within': { borderColor: theme.colors.primary.border },
    input: { margin: theme.spacing(0.5, 0, 0), accentColor: theme.colors.primary.main },
  }),
  text: css({ flex: 1, minWidth: 0 }),
  right: css({ color: theme.colors.success.text }),
  wrong: css({ color: theme.colors.warning.text }),
  said: css({ '&:empty': { marginTop: theme.spacing(-1) } }),
  feedback: css({ margin: 0, fontSize: theme.typography.bodySmall.fontSize }),
});
