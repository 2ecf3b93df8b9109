import { Checkbox, Skeleton, Text } from '@mantine/core'
import type { EngineView } from '../../store/engines.ts'
import { chooseContender, findObstacle } from '../../store/runRequest.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import classes from './compare.module.css'
import { useRunRequestDraft } from './useRunRequestDraft.ts'

export function ContenderPicker() {
  const draft = useRunRequestDraft()
  if (draft === null)
    return <Skeleton height={44} mb={12} role="status" aria-label="Asking which contenders there are" />
  const advice = advise(draft.filter(({ taken }) => taken).map(({ contender }) => contender.technology))
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>Contenders</legend>
      {draft.map(({ contender, engine, taken }) => (
        <Checkbox
          key={contender.id}
          checked={taken}
          onChange={(event) => chooseContender(contender.id, event.currentTarget.checked)}
          label={
            <span className={classes.contender}>
              <TechnologyMark technology={contender.technology} />
              {contender.title}
            </span>
          }
          description={describeEngine(engine, taken)}
        />
      ))}
      {advice && (
        <Text size="xs" c="dimmed" className={classes.pickerNote}>
          {advice}
        </Text>
      )}
    </fieldset>
  )
}

function advise(taken: readonly string[]): string | null {
  if (taken.length === 0) return 'Tick at least one to run.'
  if (taken.includes('host')) return null
  return 'Without the host there is nothing to compare with: no “added over the host”, no CPU cost.'
}

function describeEngine(engine: EngineView | undefined, taken: boolean): string | undefined {
  const obstacle = findObstacle(engine)
  if (obstacle === null) return undefined
  return taken ? `${obstacle}: it will be skipped` : obstacle
}
