import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Details, ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { isLost, type Problem, toProblem } from '../../store/problem.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { formatBytes } from './describeUse.ts'
import classes from './instances.module.css'

type State = { readonly state: 'reading' } | { readonly state: 'read'; readonly details: Details } | Failure
interface Failure {
  readonly state: 'failed'
  readonly problem: Problem
}

/** PSS and disk, which cost something to read: once when the details are opened, and when they are asked for. */
export function InstanceDetails({ instance: { id } }: { readonly instance: ListedInstance }) {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<State>({ state: 'reading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads anew
  const read = useCallback(
    async (signal: AbortSignal) => {
      setState({ state: 'reading' })
      const next = await readDetails(id, signal)
      if (next && !signal.aborted) setState(next)
    },
    [id, attempt],
  )
  useWhileSeen(read)
  return (
    <section className={classes.details} aria-label="Memory and disk, read on request">
      <Group justify="space-between">
        <Title order={2}>Memory and disk</Title>
        <Button
          size="compact-xs"
          variant="default"
          disabled={state.state === 'reading'}
          onClick={() => setAttempt(attempt + 1)}
        >
          Read again
        </Button>
      </Group>
      {state.state === 'reading' && (
        <Text size="sm" className={classes.inline}>
          <Loader size={14} /> Reading; a large disk takes a while…
        </Text>
      )}
      {state.state === 'failed' && (
        <>
          <Text size="sm">{state.problem.message}</Text>
          <RemedyText remedy={state.problem.remedy} />
        </>
      )}
      {state.state === 'read' && <DetailsTable details={state.details} />}
    </section>
  )
}

function DetailsTable({ details: { memory, disk } }: { readonly details: Details }) {
  return (
    <dl className={classes.figures}>
      {'absent' in memory ? (
        <Figure name="Memory" value={`– ${memory.absent}`} />
      ) : (
        <>
          <Figure name="PSS" value={formatBytes(memory.pss)} note="with its share of what several use" />
          <Figure name="USS" value={formatBytes(memory.uss)} note="of its own alone" />
        </>
      )}
      {'absent' in disk ? (
        <Figure name="Disk" value={`– ${disk.absent}`} />
      ) : (
        <>
          <Figure name="Disk" value={formatBytes(disk.unique)} note={disk.note ?? 'returns when it is removed'} />
          <Figure name="Shared disk" value={formatBytes(disk.shared)} note="others use it too" />
        </>
      )}
    </dl>
  )
}

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={classes.figure}>{value}</span> {note && <span className={classes.dimmed}>{note}</span>}
      </dd>
    </div>
  )
}

/** Null where the connection ended: it is read again with the next one. */
async function readDetails(id: string, signal: AbortSignal): Promise<State | null> {
  try {
    return { state: 'read', details: await client.instances.details({ id }, { signal }) }
  } catch (error) {
    return isLost(error) ? null : { state: 'failed', problem: toProblem(error) }
  }
}
