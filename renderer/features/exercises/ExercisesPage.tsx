import { Button, Text, Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import { useImages, watchImages } from '../../store/images.ts'
import { watchInventory } from '../../store/live.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { EngineNotes } from '../instances/EngineNotes.tsx'
import table from '../instances/table.module.css'
import { WorkList } from '../instances/WorkList.tsx'
import { ExerciseDialog } from './ExerciseDialog.tsx'
import { listBuildSteps, listModifySteps, type StepId } from './exerciseSteps.ts'
import classes from './exercises.module.css'
import { NamesForm } from './NamesForm.tsx'
import { StepList } from './StepList.tsx'
import { useExerciseFacts } from './useExerciseFacts.ts'

const technologies = ['docker'] as const

/** The lecture's two exercises: an image pulled, modified and pushed, and one that is built. */
export function ExercisesPage() {
  const [attempt, setAttempt] = useState(0)
  const [reading, setReading] = useState(0)
  const checkAgain = () => setAttempt((before) => before + 1)
  const readAgain = () => {
    setReading((before) => before + 1)
    checkAgain()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one reads anew
  const read = useCallback(
    async (signal: AbortSignal) => {
      await Promise.all([watchImages(signal), watchInventory(signal)])
    },
    [reading],
  )
  useWhileSeen(read)
  const facts = useExerciseFacts(attempt)
  const problem = useImages((state) => state.problem)
  const [open, setOpen] = useState<StepId | null>(null)
  const close = () => {
    setOpen(null)
    checkAgain()
  }
  return (
    <>
      <div className={table.title}>
        <Title order={1}>Exercises</Title>
        <Text size="sm" c="dimmed">
          the lecture’s “Hands on containers”, by a button or by its command
        </Text>
        <div className={table.ways}>
          <Button size="xs" variant="default" onClick={readAgain}>
            Check again
          </Button>
        </div>
      </div>
      <WorkList technologies={technologies} />
      <EngineNotes technologies={technologies} onCheckAgain={readAgain} />
      {problem && <ProblemNotice title="The images could not be read" problem={problem} />}
      <NamesForm />
      <div className={classes.paths}>
        <StepList title="1 · Pull, modify and push an image" steps={listModifySteps(facts)} onOpen={setOpen} />
        <StepList title="2 · Build an image and push it" steps={listBuildSteps(facts)} onOpen={setOpen} />
      </div>
      {open !== null && <ExerciseDialog step={open} facts={facts} onClose={close} />}
    </>
  )
}
