import type { Volume } from '../../../main/contract/volumes.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { client } from '../../client.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ConfirmLoss } from '../instances/ConfirmLoss.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { useWork } from '../instances/useWork.ts'

interface RemoveVolumeDialogProps {
  readonly volume: Volume
  readonly onDone: () => void
  readonly onClose: () => void
}

export function RemoveVolumeDialog({ volume: { id, name, bytes, users }, onDone, onClose }: RemoveVolumeDialogProps) {
  const { work, start } = useWork(onClose)
  const send = async () => {
    const order = { technology: 'docker', action: 'removeVolume', name } as const
    await start(order, (ticket) => client.volumes.remove({ id, ticket }))
    onDone()
  }
  const size =
    bytes === null ? 'How much returns is not known.' : `${formatQuantity(bytes, 'bytes')} return to the disk.`
  const inUse = `${users.map((one) => one.name).join(', ')} ${users.length === 1 ? 'has' : 'have'} it: as long as this is so, Docker keeps it.`
  const loss = `What is in it goes for good. ${size}${users.length > 0 ? ` ${inUse}` : ''}`
  return (
    <FormDialog title={`Remove the volume ${keepApart(name)}?`} onClose={onClose} work={work} size={560}>
      <ConfirmLoss loss={loss} verb="Remove it" onConfirm={() => void send()} onClose={onClose} />
    </FormDialog>
  )
}
