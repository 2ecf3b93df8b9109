import { Button, Checkbox, Group, Loader, Table, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Reclaimable, Reclaimed, ReclaimKind, ReclaimRequest } from '../../../main/contract/disk.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { useWork } from '../instances/useWork.ts'
import classes from './storage.module.css'

const titles: Readonly<Record<ReclaimKind, string>> = {
  containers: 'Remove stopped containers?',
  volumes: 'Remove volumes that no container has?',
  buildCache: 'Empty the build cache?',
}

const losses: Readonly<Record<ReclaimKind, string>> = {
  containers: 'Their logs and the files changed in them go for good; images, and volumes with a name, stay.',
  volumes: 'What is in them goes for good.',
  buildCache: 'Images stay. The next builds begin anew and take longer, once.',
}

interface ReclaimDialogProps {
  readonly kind: ReclaimKind
  readonly onDone: () => void
  readonly onClose: () => void
}

/** What would go, one by one; then what has returned. */
export function ReclaimDialog({ kind, onDone, onClose }: ReclaimDialogProps) {
  const read = useCallback(
    (signal: AbortSignal) => client.disk.preview({ technology: 'docker', kind }, { signal }),
    [kind],
  )
  const answer = useAnswer(read)
  const [result, setResult] = useState<Reclaimed | null>(null)
  const { work, start } = useWork()
  const send = async (ids: readonly string[]) => {
    const request: ReclaimRequest =
      kind === 'buildCache' ? { technology: 'docker', kind } : { technology: 'docker', kind, ids: [...ids] }
    const order = { technology: 'docker', action: 'reclaim', name: 'Docker' } as const
    setResult(await start(order, (ticket) => client.disk.reclaim({ ...request, ticket })))
    onDone()
  }
  return (
    <FormDialog title={titles[kind]} onClose={onClose} work={work}>
      {result ? (
        <ResultView result={result} onClose={onClose} />
      ) : answer.state === 'failed' ? (
        <ProblemNotice title="What would go could not be read" problem={answer.problem} />
      ) : answer.state === 'asking' ? (
        <Text size="sm">
          <Loader size={14} /> Reading what is not in use…
        </Text>
      ) : (
        <Preview kind={kind} things={answer.value.things} onSend={(ids) => void send(ids)} onClose={onClose} />
      )}
    </FormDialog>
  )
}

interface PreviewProps {
  readonly kind: ReclaimKind
  readonly things: readonly Reclaimable[]
  readonly onSend: (ids: readonly string[]) => void
  readonly onClose: () => void
}

function Preview({ kind, things, onSend, onClose }: PreviewProps) {
  // Of a build cache all goes or nothing; its records depend on each other.
  const isAll = kind === 'buildCache'
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = things.filter(({ id }) => !left.has(id))
  const bytes = chosen.reduce((sum, one) => sum + (one.bytes ?? 0), 0)
  const toggle = (id: string) => setLeft(new Set(left.has(id) ? [...left].filter((one) => one !== id) : [...left, id]))
  if (things.length === 0)
    return <Text size="sm">There is nothing to remove: all of it is in use, or Isoscope’s own.</Text>
  return (
    <>
      <Text size="sm" mb={10}>
        {losses[kind]}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <section className={classes.preview} tabIndex={0} aria-label="What goes">
        <Table>
          <Table.Tbody>
            {things.map((thing) => (
              <Table.Tr key={thing.id}>
                <Table.Td>
                  {isAll ? (
                    <span className={classes.name}>{keepApart(thing.name)}</span>
                  ) : (
                    <Checkbox
                      size="xs"
                      label={keepApart(thing.name)}
                      checked={!left.has(thing.id)}
                      onChange={() => toggle(thing.id)}
                    />
                  )}
                  <div className={classes.second}>{keepApart(thing.detail)}</div>
                </Table.Td>
                <Table.Td w={100} ta="right">
                  {thing.bytes === null ? '–' : formatQuantity(thing.bytes, 'bytes')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <Group justify="space-between" gap={8} mt={16}>
        <Text size="sm" role="status">
          {chosen.length} of {things.length}: {formatQuantity(bytes, 'bytes')} would return
        </Text>
        <Group gap={8}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red.9" disabled={chosen.length === 0} onClick={() => onSend(chosen.map(({ id }) => id))}>
            Remove {chosen.length}
          </Button>
        </Group>
      </Group>
    </>
  )
}

function ResultView({ result: { removed, kept, freedBytes }, onClose }: { result: Reclaimed; onClose: () => void }) {
  return (
    <>
      <Text size="sm" role="status">
        {removed.length} removed; {formatQuantity(freedBytes, 'bytes')} returned to the disk.
      </Text>
      {kept.length > 0 && (
        <ul>
          {kept.map(({ name, why }) => (
            <li key={name} className={classes.second}>
              {keepApart(name)} stays: {why}
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end" mt={16}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </>
  )
}
