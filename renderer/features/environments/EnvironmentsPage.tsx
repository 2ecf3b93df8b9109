import { watchInventory } from '../../store/live.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { NameCell } from '../instances/NameCell.tsx'

const technologies = ['venv', 'conda'] as const

const columns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'Name',
    cell: (instance, tabIndex) => <NameCell instance={instance} tabIndex={tabIndex} note={instance.madeFrom ?? '–'} />,
  },
]

/** Environments of Python and of conda. */
export function EnvironmentsPage() {
  return (
    <ManagedPage
      page="environments"
      title="Environments"
      lead="of Python and of conda"
      technologies={technologies}
      things="environments"
      newLabel={null}
      columns={columns}
      watch={watchInventory}
      purpose="An environment holds the packages of one project apart from all others."
    />
  )
}
