import { Text } from '@mantine/core'
import { useCallback } from 'react'
import type { Volume } from '../../../main/contract/volumes.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { Facts } from '../../ui/Facts.tsx'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { joinPairs } from './joinPairs.ts'

interface VolumeDialogProps {
  readonly volume: Volume
  readonly onClose: () => void
}

/** All that the engine says of it. */
export function VolumeDialog({ volume: { id, name }, onClose }: VolumeDialogProps) {
  const ask = useCallback((signal: AbortSignal) => client.volumes.inspect({ id }, { signal }), [id])
  const answer = useAnswer(ask)
  return (
    <FormDialog title={`Volume ${keepApart(name)}`} onClose={onClose} work={undefined}>
      {answer.state === 'asking' && <Text size="sm">Reading it…</Text>}
      {answer.state === 'failed' && <ProblemNotice title="It could not be read" problem={answer.problem} />}
      {answer.state === 'there' && (
        <Facts
          facts={{
            driver: `${answer.value.driver}, ${answer.value.scope}`,
            size:
              answer.value.bytes === null ? '– its driver does not say' : formatQuantity(answer.value.bytes, 'bytes'),
            place: answer.value.place || '– its driver has none',
            'used by': answer.value.users.map((one) => `${one.name} (${one.state})`).join(', ') || 'nobody',
            labels: joinPairs(answer.value.labels),
            options: joinPairs(answer.value.options),
          }}
        />
      )}
    </FormDialog>
  )
}
