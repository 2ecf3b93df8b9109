import { Button, Text } from '@mantine/core'
import type { EngineRows } from '../../../main/contract/live.ts'
import { detectEngines, useEngines } from '../../store/engines.ts'
import { useLive } from '../../store/live.ts'
import { Notice } from '../../ui/Notice.tsx'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { type Technology, technologyFacts } from '../../ui/technologies.ts'
import own from './engineNotes.module.css'
import classes from './instances.module.css'

interface EngineNotesProps {
  /** Only of these; of all where left out. */
  readonly technologies?: readonly Technology[]
  /** Reads what exists anew. */
  readonly onCheckAgain: () => void
}

/** The engines whose rows are not what exists now: those that do not answer, and below them those that are not there. */
export function EngineNotes({ technologies, onCheckAgain }: EngineNotesProps) {
  const all = useLive((state) => state.engines) ?? []
  const isMeant = ({ technology }: { readonly technology: Technology }) => technologies?.includes(technology) ?? true
  const engines = all.filter(isMeant)
  const away = engines.filter(({ state }) => state === 'away')
  const absent = [...engines.filter(({ state }) => state === 'absent'), ...useMissing(engines, technologies)]
  // Nothing else is to be seen: then they teach what could be.
  const hasNone = useLive(({ instances }) => !instances.some(isMeant))
  const isAlone = hasNone && engines.every(({ state }) => state !== 'asking')
  const check = (engine: EngineRows) => {
    void detectEngines([engine.technology])
    onCheckAgain()
  }
  return (
    <>
      {away.map((engine) => (
        <AwayNotice key={engine.technology} engine={engine} onCheck={() => check(engine)} />
      ))}
      {absent.length > 0 && (
        <details className={own.absent} open={isAlone}>
          <summary>
            {absent.map(({ technology }) => technologyFacts[technology].title).join(', ')}{' '}
            {absent.length === 1 ? 'is' : 'are'} not installed
          </summary>
          <ul className={own.absentList}>
            {absent.map((engine) => (
              <li key={engine.technology}>
                <AbsentNote engine={engine} onCheck={() => check(engine)} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Those of a page whose things are found without their program, but not made. */
function useMissing(known: readonly EngineRows[], technologies: readonly Technology[] | undefined): EngineRows[] {
  const views = useEngines((state) => state.engines)
  return known.flatMap(({ technology, state }): EngineRows[] => {
    const view = views[technology]
    if (technologies === undefined || state !== 'current' || view?.state !== 'missing') return []
    const error = { code: 'not_installed', engine: technology, message: view.why, remedy: view.remedy } as const
    return [{ technology, state: 'absent', error }]
  })
}

interface EngineNoteProps {
  readonly engine: EngineRows
  readonly onCheck: () => void
}

function AwayNotice({ engine: { technology, error }, onCheck }: EngineNoteProps) {
  const count = useLive(({ instances }) => instances.filter((one) => one.technology === technology).length)
  return (
    <Notice title={`${technologyFacts[technology].title} does not answer`} tone="warn">
      <Text size="sm">
        {error?.message} {describeStale(count)} It is asked again every few seconds.
      </Text>
      <RemedyText remedy={error?.remedy} />
      <Button size="compact-sm" variant="default" mt={6} onClick={onCheck}>
        Check again
      </Button>
    </Notice>
  )
}

function describeStale(count: number): string {
  if (count === 0) return 'It has not told what exists.'
  return count === 1 ? 'Its row is the one of its last answer.' : `Its ${count} rows are those of its last answer.`
}

function AbsentNote({ engine: { technology, error }, onCheck }: EngineNoteProps) {
  const { title, purpose } = technologyFacts[technology]
  return (
    <>
      <Text size="sm" className={classes.inline}>
        <TechnologyMark technology={technology} /> <strong>{title}</strong>
      </Text>
      <Text size="sm" my={4}>
        {purpose}
      </Text>
      {error && error.remedy === undefined && <Text size="sm">{error.message}</Text>}
      <RemedyText remedy={error?.remedy} />
      <Button size="compact-sm" variant="default" mt={6} onClick={onCheck}>
        Check again
      </Button>
    </>
  )
}
