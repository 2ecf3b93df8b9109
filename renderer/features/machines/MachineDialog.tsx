import type { ReactNode } from 'react'
import type { MachineAbilities, MachineRequest } from '../../../main/contract/machine.ts'
import { client } from '../../client.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { ConfirmLoss } from '../instances/ConfirmLoss.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { selectMade } from '../instances/instanceView.ts'
import { useWork } from '../instances/useWork.ts'
import { CloneForm } from './CloneForm.tsx'
import { ExportForm } from './ExportForm.tsx'
import { closeMachineDialog, type MachineDialogKind, useMachineView } from './machineView.ts'
import { SnapshotForm } from './SnapshotForm.tsx'
import { describeRemovalLoss, describeRestoreLoss } from './snapshotTree.ts'

/** What is done to one machine beyond what every instance has: its form or its question, then how far it is. */
export function MachineDialog({ abilities }: { readonly abilities: readonly MachineAbilities[] }) {
  const dialog = useMachineView((state) => state.dialog)
  return dialog && <OpenDialog key={dialog.kind} dialog={dialog} abilities={abilities} />
}

interface OpenDialogProps {
  readonly dialog: MachineDialogKind
  readonly abilities: readonly MachineAbilities[]
}

function OpenDialog({ dialog, abilities }: OpenDialogProps) {
  const { work, start } = useWork(closeMachineDialog)
  const { name, technology } = dialog.instance
  const send = async (request: MachineRequest) => {
    const order = { technology, action: request.action, name }
    const done = await start(order, (ticket) => client.machines.perform({ ...request, ticket }))
    if (done?.instance) selectMade(done.instance)
  }
  const ways: Ways = { onSend: (request) => void send(request), onClose: closeMachineDialog }
  const ability = abilities.find((one) => one.technology === technology)
  return (
    <FormDialog title={titleOf(dialog)} onClose={closeMachineDialog} work={work} size={560}>
      {ability && chooseForm(dialog, ability, ways)}
    </FormDialog>
  )
}

interface Ways {
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

function chooseForm(dialog: MachineDialogKind, ability: MachineAbilities, ways: Ways): ReactNode {
  const { instance } = dialog
  switch (dialog.kind) {
    case 'clone':
      return (
        <CloneForm
          instance={instance}
          technology={ability.technology}
          kinds={ability.clones ?? []}
          hasSnapshots={ability.snapshots}
          {...ways}
        />
      )
    case 'export':
      return <ExportForm instance={instance} technology={ability.technology} {...ways} />
    case 'takeSnapshot':
      return <SnapshotForm instance={instance} {...ways} />
    case 'restoreSnapshot':
    case 'removeSnapshot': {
      const { kind, snapshot, snapshots } = dialog
      const isRestore = kind === 'restoreSnapshot'
      return (
        <ConfirmLoss
          loss={isRestore ? describeRestoreLoss(snapshot, snapshots) : describeRemovalLoss(snapshot, snapshots)}
          verb={isRestore ? 'Restore it' : 'Remove it'}
          onConfirm={() => ways.onSend({ action: kind, id: instance.id, snapshot: snapshot.id })}
          onClose={ways.onClose}
        />
      )
    }
    case 'discardState':
      return (
        <ConfirmLoss
          loss="The memory that was saved is lost, with what its programs had not written to a disk. The next start is a cold one. Its disks stay as they are."
          verb="Discard it"
          onConfirm={() => ways.onSend({ action: 'discardState', id: instance.id })}
          onClose={ways.onClose}
        />
      )
  }
}

function titleOf(dialog: MachineDialogKind): string {
  const name = keepApart(dialog.instance.name)
  switch (dialog.kind) {
    case 'clone':
      return `Clone ${name}`
    case 'export':
      return `Export ${name}`
    case 'takeSnapshot':
      return `Take a snapshot of ${name}`
    case 'restoreSnapshot':
      return `Bring ${name} back to “${keepApart(dialog.snapshot.name)}”?`
    case 'removeSnapshot':
      return `Remove the snapshot “${keepApart(dialog.snapshot.name)}” of ${name}?`
    case 'discardState':
      return `Discard the saved state of ${name}?`
  }
}
