import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { type MachineAbilities, machineTechnologySchema } from '../../../main/contract/machine.ts'
import { useApp } from '../../store/app.ts'
import { watchInventory } from '../../store/live.ts'
import { LastFailures } from '../instances/LastFailures.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import type { RowAction } from '../instances/RowMenu.tsx'
import { MachineDialog } from './MachineDialog.tsx'
import { MachineMore } from './MachineMore.tsx'
import { machineColumns } from './machineColumns.tsx'
import { closeMachineDialog, openMachineDialog } from './machineView.ts'
import { NewMachine } from './NewMachine.tsx'

const technologies = machineTechnologySchema.options
const none: readonly MachineAbilities[] = []

/** Virtual machines that a user makes and keeps, and those that were there already. */
export function MachinesPage() {
  const abilities = useApp(({ info }) => info?.machines ?? none)
  const [isImporting, setImporting] = useState(false)
  // A question is not asked again when somebody comes back.
  useEffect(() => closeMachineDialog, [])
  const abilitiesOf = ({ technology }: ListedInstance) => abilities.find((one) => one.technology === technology)
  return (
    <ManagedPage
      page="machines"
      title="Machines"
      lead="virtual machines of this machine, whoever made them"
      technologies={technologies}
      things="machines"
      newLabel={abilities.length > 0 ? 'New machine…' : null}
      ways={
        abilities.some(({ imports }) => imports) && (
          <Button size="xs" variant="default" onClick={() => setImporting(true)}>
            Import…
          </Button>
        )
      }
      renderNew={({ onClose }) => <NewMachine kind="create" abilities={abilities} onClose={onClose} />}
      above={<LastFailures technologies={technologies} />}
      columns={machineColumns}
      watch={watchInventory}
      renderMore={(instance) => <MachineMore key={instance.id} instance={instance} abilities={abilitiesOf(instance)} />}
      listMore={(instance) => listMore(instance, abilitiesOf(instance))}
      purpose="A virtual machine is a computer of its own with its own kernel: the strongest wall there is, and the dearest. A new one has the CPUs, memory and disk you give it, and stays until you remove it."
    >
      <MachineDialog abilities={abilities} />
      {isImporting && <NewMachine kind="import" abilities={abilities} onClose={() => setImporting(false)} />}
    </ManagedPage>
  )
}

/** Nothing to one whose engine does not answer. */
function listMore(instance: ListedInstance, abilities: MachineAbilities | undefined): readonly RowAction[] {
  if (abilities === undefined || instance.stale) return []
  const ask = (kind: 'clone' | 'export' | 'takeSnapshot') => () => openMachineDialog({ kind, instance })
  return [
    ...(abilities.snapshots ? [{ label: 'Take snapshot…', run: ask('takeSnapshot') }] : []),
    ...(abilities.clones.length > 0 ? [{ label: 'Clone…', run: ask('clone') }] : []),
    ...(abilities.exports ? [{ label: 'Export…', run: ask('export') }] : []),
  ]
}
