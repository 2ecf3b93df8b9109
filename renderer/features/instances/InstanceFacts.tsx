import { Table, Text } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { technologyFacts } from '../../ui/technologies.ts'
import { useNow } from '../../ui/useNow.ts'
import { dash, describeUptime, isRunning, isStarted } from './describeUse.ts'
import classes from './instances.module.css'

/** What the engine says of it in its list. */
export function InstanceFacts({ instance }: { readonly instance: ListedInstance }) {
  const now = useNow(isRunning(instance))
  const { technology, state, stale, owner, madeFrom, createdAt, startedAt, id } = instance
  const facts = {
    Technology: technologyFacts[technology].title,
    State: stale ? `${state}, as of the last answer of its engine` : state,
    'Made by': owner === 'isoscope' ? 'Isoscope' : 'you or another program',
    'Made from': madeFrom ?? dash,
    Created: createdAt ? formatWhen(createdAt) : dash,
    ...(isStarted(instance) && {
      Started: startedAt ? formatWhen(startedAt) : dash,
      Uptime: describeUptime(instance, now),
    }),
    Id: id,
  }
  return (
    <Table layout="fixed" verticalSpacing={3} horizontalSpacing={0} withRowBorders={false} fz="sm">
      <Table.Tbody>
        {Object.entries(facts).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={110} fw={400} c="dimmed">
              {name}
            </Table.Th>
            <Table.Td>
              <Text size="sm" className={classes.anywhere}>
                {value}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
