import { Button, Group, Text } from '@mantine/core'
import { formatQuantity } from '../../../main/model/format.ts'
import { forgetDeleted, undoDelete, useHistory } from '../../store/history.ts'
import { countRuns } from './countRuns.ts'
import classes from './history.module.css'

/** What was deleted last, and the way back for as long as there is one. */
export function DeletedNotice() {
  const { deleted } = useHistory()
  return (
    <div role="status" className={classes.deletedBox}>
      {deleted && (
        <Group className={classes.deleted} justify="space-between" gap={8}>
          <Text size="sm">
            {countRuns(deleted.ids.length)} deleted. About {formatQuantity(deleted.bytes, 'bytes')} return when Isoscope
            ends or after a day; until then this can be undone.
          </Text>
          <Group gap={6}>
            <Button size="xs" variant="default" onClick={() => void undoDelete()}>
              Undo
            </Button>
            <Button size="xs" variant="subtle" onClick={forgetDeleted}>
              Dismiss
            </Button>
          </Group>
        </Group>
      )}
    </div>
  )
}
