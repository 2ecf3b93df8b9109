import { Button, Text, Title } from '@mantine/core'
import { useId } from 'react'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { StateDot } from '../../ui/StateDot.tsx'
import type { Step, StepId, StepState } from './exerciseSteps.ts'
import classes from './exercises.module.css'

interface StepListProps {
  readonly title: string
  readonly steps: readonly Step[]
  readonly onOpen: (step: StepId) => void
}

/** One exercise. The first step that is not done has the button that stands out. */
export function StepList({ title, steps, onOpen }: StepListProps) {
  const heading = useId()
  const next = steps.find(({ state }) => state.kind !== 'done')?.id
  const done = steps.filter(({ state }) => state.kind === 'done').length
  return (
    <section className={classes.path} aria-labelledby={heading}>
      <div className={classes.head}>
        <Title order={2} id={heading}>
          {title}
        </Title>
        <Text size="xs" c="dimmed" role="status">
          {done} of {steps.length} done
        </Text>
      </div>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <StepView key={step.id} step={step} number={index + 1} isNext={step.id === next} onOpen={onOpen} />
        ))}
      </ol>
    </section>
  )
}

interface StepViewProps {
  readonly step: Step
  readonly number: number
  readonly isNext: boolean
  readonly onOpen: (step: StepId) => void
}

function StepView({ step, number, isNext, onOpen }: StepViewProps) {
  const { id, title, says, command, action, state, isPossible, isForbidden } = step
  const heading = useId()
  return (
    <li className={classes.step} data-state={state.kind} aria-labelledby={heading}>
      <span className={classes.number} aria-hidden="true">
        {number}
      </span>
      <div className={classes.body}>
        <div className={classes.stepHead}>
          <Title order={3} id={heading}>
            {title}
          </Title>
          <Button
            size="compact-sm"
            variant={isNext ? 'filled' : 'default'}
            disabled={isForbidden || !isPossible}
            onClick={() => onOpen(id)}
          >
            {action}
          </Button>
        </div>
        <Text size="sm">{says}</Text>
        <CopyCommand command={command} />
        {isForbidden && (
          <Text size="sm">
            This page runs no commands of yours: type the one above in a terminal, or start Isoscope with isoscope serve
            --allow-commands --root FOLDER.
          </Text>
        )}
        <StateLine state={state} />
      </div>
    </li>
  )
}

const looks = {
  waits: { dot: 'unknown', word: 'Later' },
  next: { dot: 'missing', word: 'To do' },
  asking: { dot: 'checking', word: 'Checking' },
  done: { dot: 'ready', word: 'Done' },
  failed: { dot: 'broken', word: 'Not known' },
} as const

function StateLine({ state }: { readonly state: StepState }) {
  const { dot, word } = looks[state.kind]
  return (
    <div className={classes.state} role="status">
      <StateDot state={dot} />
      <div>
        <strong>{word}.</strong> {state.kind === 'failed' ? state.problem.message : state.text}
        {state.kind === 'failed' && <RemedyText remedy={state.problem.remedy} />}
      </div>
    </div>
  )
}
