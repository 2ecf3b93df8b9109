import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import type { Project } from '../../../main/contract/projects.ts'
import { client } from '../../client.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ConfirmLoss } from '../instances/ConfirmLoss.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { useWork } from '../instances/useWork.ts'

interface DownDialogProps {
  readonly project: Project
  readonly onDone: () => void
  readonly onClose: () => void
}

export function DownDialog({ project: { technology, name, services }, onDone, onClose }: DownDialogProps) {
  const [volumes, setVolumes] = useState(false)
  const { work, start } = useWork(onClose)
  const send = async () => {
    const order = { technology, action: 'down', name: `project ${name}` } as const
    await start(order, (ticket) => client.projects.perform({ action: 'down', technology, name, volumes, ticket }))
    onDone()
  }
  const containers = services.flatMap((one) => one.containers.map((container) => container.name))
  const what = `${containers.join(', ')} and the project’s networks go for good, with the files changed in them.`
  const loss = volumes ? `${what} What its volumes hold goes too, for good.` : `${what} Its volumes and images stay.`
  return (
    <FormDialog title={`Take down the project ${keepApart(name)}?`} onClose={onClose} work={work} size={560}>
      <Checkbox
        mb={12}
        label="Remove its volumes too"
        checked={volumes}
        onChange={(event) => setVolumes(event.currentTarget.checked)}
      />
      <ConfirmLoss loss={loss} verb="Take it down" onConfirm={() => void send()} onClose={onClose} />
      <Text size="xs" c="dimmed" mt={8}>
        Its Compose file stays as it is.
      </Text>
    </FormDialog>
  )
}
