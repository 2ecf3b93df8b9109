import { Button, Checkbox, Group, Table, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { Build } from '../../../main/contract/build.ts'
import { countSteps, nameBuild } from '../../../main/model/builds/nameBuild.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { keepApart } from '../../ui/keepApart.ts'
import classes from './builds.module.css'

interface BuildsTableProps {
  /** The newest first. */
  readonly builds: readonly Build[]
  readonly onOpen: (id: string) => void
  readonly onCompare: (before: string, after: string) => void
}

export function BuildsTable({ builds, onOpen, onCompare }: BuildsTableProps) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before.slice(-1), id]))
  const [after, before] = builds.filter(({ id }) => chosen.includes(id))
  return (
    <>
      <Group gap={10} mb={8}>
        <Button
          size="xs"
          variant="default"
          disabled={!before || !after}
          onClick={() => before && after && onCompare(before.id, after.id)}
        >
          Compare two
        </Button>
        <Text size="xs" c="dimmed">
          {before && after ? 'The earlier one stands on the left.' : 'Tick two builds to compare them.'}
        </Text>
      </Group>
      <div className={classes.tableBox}>
        <Table className={classes.builds} aria-label="Kept builds">
          <Table.Thead>
            <Table.Tr>
              <Table.Th aria-label="Chosen" />
              <Table.Th>When</Table.Th>
              <Table.Th>Image</Table.Th>
              <Table.Th>Builder</Table.Th>
              <Table.Th>Outcome</Table.Th>
              <Table.Th className={classes.number}>Cached</Table.Th>
              <Table.Th className={classes.number}>New</Table.Th>
              <Table.Th className={classes.number}>Time</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {builds.map((build) => (
              <Table.Tr key={build.id}>
                <Table.Td>
                  <Checkbox
                    size="xs"
                    aria-label={`Choose the build of ${formatWhen(build.startedAt)}`}
                    checked={chosen.includes(build.id)}
                    onChange={() => toggle(build.id)}
                  />
                </Table.Td>
                <Table.Td>
                  <UnstyledButton className={classes.open} onClick={() => onOpen(build.id)}>
                    {formatWhen(build.startedAt)}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td className={classes.name}>{keepApart(nameBuild(build))}</Table.Td>
                <Table.Td>{build.builder ?? '–'}</Table.Td>
                <Table.Td data-outcome={build.state} className={classes.outcome}>
                  {build.state}
                  {build.problem?.line ? ` at line ${build.problem.line}` : ''}
                </Table.Td>
                <Table.Td className={classes.number}>{countSteps(build, 'cached')}</Table.Td>
                <Table.Td className={classes.number}>{countSteps(build, 'new')}</Table.Td>
                <Table.Td className={classes.number}>{build.ms === null ? '–' : formatDuration(build.ms)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  )
}
