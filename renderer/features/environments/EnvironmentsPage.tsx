import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive, watchInventory } from '../../store/live.ts'
import { dash, formatBytes } from '../instances/describeUse.ts'
import type { InstanceColumn } from '../instances/InstanceTable.tsx'
import { selectMade } from '../instances/instanceView.ts'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { NameCell } from '../instances/NameCell.tsx'
import { CloneDialog } from './CloneDialog.tsx'
import { canClone, describeEnvironment, environmentTechnologies } from './describeEnvironment.ts'
import { ExportSection } from './ExportSection.tsx'
import classes from './environments.module.css'
import { NewEnvironment } from './NewEnvironment.tsx'
import { PackagesSection } from './PackagesSection.tsx'
import { RunSection } from './RunSection.tsx'
import { readSizes, useSizes } from './sizes.ts'

const columns: readonly InstanceColumn[] = [
  {
    id: 'name',
    head: 'Name',
    width: 200,
    cell: (instance, tabIndex) => (
      <NameCell
        instance={instance}
        tabIndex={tabIndex}
        note={instance.owner === 'isoscope' ? 'made by Isoscope' : 'yours'}
      />
    ),
  },
  { id: 'maker', head: 'Made with', width: 140, cell: (instance) => describeEnvironment(instance).maker ?? dash },
  { id: 'python', head: 'Python', width: 72, cell: (instance) => describeEnvironment(instance).python ?? dash },
  { id: 'folder', head: 'Folder', cell: (instance) => <Folder instance={instance} /> },
  { id: 'size', head: 'Size', width: 92, isFigure: true, cell: ({ id }) => <Size id={id} /> },
]

/** Environments of Python and of conda: what there is, a new one, and all that can be done with one. */
export function EnvironmentsPage() {
  const [cloned, setCloned] = useState<ListedInstance | null>(null)
  return (
    <ManagedPage
      page="environments"
      title="Environments"
      lead="packages of one project, apart from all others"
      technologies={environmentTechnologies}
      things="environments"
      newLabel="New environment…"
      renderNew={(ways) => <NewEnvironment {...ways} />}
      columns={columns}
      watch={watchInventory}
      renderMore={(instance) => <EnvironmentDetails key={instance.id} instance={instance} />}
      listMore={(instance) =>
        canClone(instance) && !instance.stale ? [{ label: 'Clone…', run: () => setCloned(instance) }] : []
      }
      tools={<SizesButton />}
      purpose="An environment holds the packages of one project, with a Python of its own choosing, so that nothing another project installs can break it. Those of this machine are listed here by themselves, whoever made them."
    >
      {cloned && <CloneDialog instance={cloned} onMade={selectMade} onClose={() => setCloned(null)} />}
    </ManagedPage>
  )
}

function EnvironmentDetails({ instance }: { readonly instance: ListedInstance }) {
  return (
    <>
      <PackagesSection instance={instance} />
      <ExportSection instance={instance} />
      <RunSection instance={instance} />
    </>
  )
}

/** Adding up many folders takes a while, so it is asked for. */
function SizesButton() {
  const instances = useLive((state) => state.instances)
  const isReading = useSizes((sizes) => Object.values(sizes).includes('reading'))
  const ids = instances.filter(({ technology }) => environmentTechnologies.some((one) => one === technology))
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={isReading}
      onClick={() => void readSizes(ids.map(({ id }) => id))}
    >
      {isReading ? 'Reading sizes…' : 'Read sizes'}
    </Button>
  )
}

function Folder({ instance }: { readonly instance: ListedInstance }) {
  const { folder } = describeEnvironment(instance)
  return (
    <div className={classes.folder} title={folder}>
      {folder.split('/').map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the names of one path keep their places
        <Fragment key={index}>
          {index > 0 && '/'}
          <wbr />
          {name}
        </Fragment>
      ))}
    </div>
  )
}

function Size({ id }: { readonly id: string }) {
  const size = useSizes((sizes) => sizes[id])
  if (size === undefined) return <span title="Not read yet.">{dash}</span>
  if (size === 'reading') return 'reading…'
  return 'absent' in size ? <span title={size.absent}>{dash}</span> : formatBytes(size.unique)
}
