import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { RunHead } from '../../../main/contract/run.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { deleteRuns } from '../../store/history.ts'
import { countRuns } from './countRuns.ts'
import classes from './history.module.css'

/** How many are named one by one. */
const named = 6

interface DeleteDialogProps {
  /** Null: closed. */
  readonly heads: readonly RunHead[] | null
  readonly onClose: (deleted: readonly string[]) => void
}

export function DeleteDialog({ heads, onClose }: DeleteDialogProps) {
  const [isBusy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    const ids = (heads ?? []).map(({ id }) => id)
    setBusy(true)
    const done = await deleteRuns(ids)
    setBusy(false)
    onClose(done ? ids : [])
  }
  return (
    // What keeps the page behind from scrolling puts a style element into the document, which the policy blocks.
    <Modal
      opened={heads !== null}
      onClose={() => onClose([])}
      lockScroll={false}
      title={`Delete ${countRuns(heads?.length ?? 0)}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      {heads && <WhatGoes heads={heads} />}
      <Group justify="flex-end" gap={8} mt={14}>
        <Button variant="default" data-autofocus onClick={() => onClose([])}>
          Keep
        </Button>
        <Button color="red.9" loading={isBusy} onClick={() => void remove()}>
          Delete {countRuns(heads?.length ?? 0)}
        </Button>
      </Group>
    </Modal>
  )
}

function WhatGoes({ heads }: { readonly heads: readonly RunHead[] }) {
  const bytes = heads.reduce((sum, head) => sum + head.bytes, 0)
  return (
    <>
      <ul className={classes.goes}>
        {heads.slice(0, named).map(({ id, startedAt, contenders, note }) => (
          <li key={id}>
            {formatWhen(startedAt)} · {contenders.join(', ')}
            {note !== '' && (
              <div className={classes.goesNote} title={note}>
                {note}
              </div>
            )}
          </li>
        ))}
        {heads.length > named && <li>and {heads.length - named} more</li>}
      </ul>
      <Text size="sm" mt={8}>
        With all samples, about {formatQuantity(bytes, 'bytes')}. You can undo it until Isoscope ends.
      </Text>
    </>
  )
}
