import { Button, Group, Text } from '@mantine/core'
import { formatQuantity } from '../../../main/model/format.ts'
import { forgetDeleted, undoDelete, useHistory } from '../../store/history.ts'
import { rescueFocus } from '../../ui/lostFocus.ts'
import { countRuns } from './countRuns.ts'
import classes from './history.module.css'

const returnToRows = () => rescueFocus('[role="grid"] tr[tabindex="0"]')

function dismiss(): void {
  forgetDeleted()
  returnToRows()
}

/** What was deleted last, and the way back for as long as there is one. */
export function DeletedNotice() {
  const { deleted } = useHistory()
  return (
    <div role="status" className={classes.deletedBox}>
      {deleted && (
        <Group key={deleted.ids.join()} className={classes.deleted} justify="space-between" gap={8}>
          <Text size="sm">
            {countRuns(deleted.ids.length)} deleted. About {formatQuantity(deleted.bytes, 'bytes')} return when Isoscope
            ends or after a day; until then this can be undone.
          </Text>
          <Group gap={6}>
            {/* What was pressed to delete is gone, with the rows. */}
            <Button size="xs" variant="default" autoFocus onClick={() => void undoDelete().then(returnToRows)}>
              Undo
            </Button>
            <Button size="xs" variant="subtle" onClick={dismiss}>
              Dismiss
            </Button>
          </Group>
        </Group>
      )}
    </div>
  )
}
