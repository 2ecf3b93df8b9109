import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { RunHead } from '../../../main/contract/run.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { mostRuns } from '../../store/runs.ts'
import { countRuns } from './countRuns.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { filterRuns } from './filterRuns.ts'
import { RunFilterBar } from './RunFilterBar.tsx'
import { RunsTable } from './RunsTable.tsx'
import { changeFilter, tickRuns, useRunSelection } from './runSelection.ts'

interface RunsViewProps {
  readonly heads: readonly RunHead[]
  readonly onOpen: (id: string) => void
  /** The earlier one first. */
  readonly onCompare: (before: string, after: string) => void
}

export function RunsView({ heads, onOpen, onCompare }: RunsViewProps) {
  const { filter, ticked } = useRunSelection()
  const [deleting, setDeleting] = useState<readonly RunHead[] | null>(null)
  const found = filterRuns(heads, filter)
  // What the filter hides is not meant.
  const meant = found.filter(({ id, status }) => ticked.has(id) && status !== 'running')
  const [after, before] = meant
  return (
    <>
      <RunFilterBar heads={heads} filter={filter} onChange={changeFilter} />
      <Group gap={8} mb={8} mih={30}>
        <Button
          size="xs"
          disabled={meant.length !== 2}
          onClick={() => before && after && onCompare(before.id, after.id)}
        >
          Compare the two
        </Button>
        <Button size="xs" variant="default" disabled={meant.length === 0} onClick={() => setDeleting(meant)}>
          Delete…
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {describeTicked(meant.length)}
        </Text>
      </Group>
      <RunsTable
        heads={found}
        ticked={ticked}
        onTick={tickRuns}
        onOpen={onOpen}
        onDelete={(head) => setDeleting([head])}
      />
      <Text size="xs" c="dimmed" mt={8}>
        {describeStore(heads, found)}
      </Text>
      <DeleteDialog
        heads={deleting}
        onClose={(gone) => {
          setDeleting(null)
          tickRuns(gone, false)
        }}
      />
    </>
  )
}

function describeTicked(count: number): string {
  if (count === 0) return 'Tick two runs to compare them.'
  return count === 1 ? '1 run ticked: tick another one to compare them.' : `${count} runs ticked.`
}

function describeStore(heads: readonly RunHead[], found: readonly RunHead[]): string {
  const bytes = heads.reduce((sum, head) => sum + head.bytes, 0)
  const shown =
    found.length === heads.length ? countRuns(heads.length) : `${found.length} of ${countRuns(heads.length)}`
  const older = heads.length === mostRuns ? ', the newest there are' : ''
  return `${shown}${older}; all of them take about ${formatQuantity(bytes, 'bytes')}.`
}
