import { watchLive } from '../../store/live.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { NameCell } from '../instances/NameCell.tsx'
import { RowState } from '../instances/RowState.tsx'

const technologies = ['qemu', 'virtualbox'] as const

const columns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'Name',
    cell: (instance, tabIndex) => <NameCell instance={instance} tabIndex={tabIndex} note={instance.madeFrom ?? '–'} />,
  },
  { id: 'state', head: 'State', width: 140, cell: (instance) => <RowState instance={instance} /> },
]

/** Virtual machines of QEMU and VirtualBox. */
export function MachinesPage() {
  return (
    <ManagedPage
      page="machines"
      title="Machines"
      lead="virtual machines of QEMU and VirtualBox"
      technologies={technologies}
      things="machines"
      newLabel={null}
      columns={columns}
      watch={watchLive}
      purpose="A virtual machine is a computer of its own with its own kernel. Those of this machine are listed here, whoever made them."
    />
  )
}
