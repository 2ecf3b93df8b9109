import { watchLive } from '../../store/live.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { NameCell } from '../instances/NameCell.tsx'
import { RowState } from '../instances/RowState.tsx'

const technologies = ['jupyterhub'] as const

const columns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'User',
    cell: (instance, tabIndex) => <NameCell instance={instance} tabIndex={tabIndex} note={instance.madeFrom ?? '–'} />,
  },
  { id: 'state', head: 'Server', width: 140, cell: (instance) => <RowState instance={instance} /> },
]

/** The users of JupyterHub and their servers. */
export function HubPage() {
  return (
    <ManagedPage
      page="hub"
      title="Hub"
      lead="users of JupyterHub and their servers"
      technologies={technologies}
      things="servers"
      newLabel={null}
      columns={columns}
      watch={watchLive}
      purpose="JupyterHub gives each of its users a notebook server. The users of the connected hubs are listed here with the state of their servers."
    />
  )
}
