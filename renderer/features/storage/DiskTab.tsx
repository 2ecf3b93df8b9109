import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { type DiskUse, type ReclaimKind, reclaimKinds } from '../../../main/contract/disk.ts'
import { diskKindTitles } from '../../../main/model/diskKinds.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { client } from '../../client.ts'
import { openPage } from '../../store/navigation.ts'
import { useListing } from '../../store/useListing.ts'
import table from '../instances/table.module.css'
import { Listed } from './Listed.tsx'
import { ReclaimDialog } from './ReclaimDialog.tsx'
import classes from './storage.module.css'

const ask = (signal: AbortSignal) => client.disk.usage({}, { signal })

/** What is in use, in words for each kind. */
const inUseWords: Readonly<Record<DiskUse['kind'], string>> = {
  images: 'with containers',
  containers: 'running',
  volumes: 'with containers',
  buildCache: 'in a build',
}

/** Volumes are chosen one by one, and images where their layers are seen; both on a page or tab of their own. */
const labels: Readonly<Record<DiskUse['kind'], string>> = {
  images: 'Go to Images',
  containers: 'Reclaim…',
  volumes: 'Choose…',
  buildCache: 'Reclaim…',
}

/** How much of it returns when what is not in use goes. */
export function DiskTab({ onVolumes }: { readonly onVolumes: () => void }) {
  const listing = useListing(ask)
  const [kind, setKind] = useState<ReclaimKind | null>(null)
  const open = (chosen: ReclaimKind) => (chosen === 'volumes' ? onVolumes() : setKind(chosen))
  return (
    <Listed listing={listing} waiting="Docker adds up what it keeps…" note={describeTotal}>
      {({ rows }) => (
        <>
          <div className={table.box}>
            <Table className={table.table} aria-label="Disk usage">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Kind</Table.Th>
                  <Table.Th w={80} data-figure>
                    Count
                  </Table.Th>
                  <Table.Th w={150} data-figure>
                    In use
                  </Table.Th>
                  <Table.Th w={110} data-figure>
                    Size
                  </Table.Th>
                  <Table.Th w={120} data-figure>
                    Would return
                  </Table.Th>
                  <Table.Th w={140}>Reclaim</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <DiskRow key={row.kind} row={row} onReclaim={open} />
                ))}
              </Table.Tbody>
            </Table>
          </div>
          <Text size="xs" c="dimmed" mt={8}>
            Images are counted with each layer once. What they would return is the least: layers that only images
            without containers share come on top.
          </Text>
          {kind && <ReclaimDialog kind={kind} onDone={listing.reload} onClose={() => setKind(null)} />}
        </>
      )}
    </Listed>
  )
}

interface DiskRowProps {
  readonly row: DiskUse
  readonly onReclaim: (kind: ReclaimKind) => void
}

function DiskRow({ row: { kind, count, inUse, bytes, reclaimableBytes }, onReclaim }: DiskRowProps) {
  const reclaimKind = reclaimKinds.find((one) => one === kind)
  const reclaim = () => (reclaimKind ? onReclaim(reclaimKind) : openPage('images'))
  const title = diskKindTitles[kind]
  const isHindered = count === inUse
  const label = labels[kind]
  return (
    <Table.Tr className={table.row}>
      <Table.Th scope="row" className={classes.name}>
        {title}
      </Table.Th>
      <Table.Td data-figure>{count}</Table.Td>
      <Table.Td data-figure>{`${inUse} ${inUseWords[kind]}`}</Table.Td>
      <Table.Td data-figure>{formatQuantity(bytes, 'bytes')}</Table.Td>
      <Table.Td data-figure>
        {kind === 'images' && reclaimableBytes > 0 && '≥ '}
        {formatQuantity(reclaimableBytes, 'bytes')}
      </Table.Td>
      <Table.Td>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={reclaimKind && `${label} ${title}`}
          disabled={isHindered}
          title={isHindered ? (count === 0 ? 'There are none.' : 'All of them are in use.') : undefined}
          onClick={reclaim}
        >
          {label}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function describeTotal({ rows }: { readonly rows: readonly DiskUse[] }): string {
  const sum = (pick: (row: DiskUse) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const [all, back] = [sum(({ bytes }) => bytes), sum(({ reclaimableBytes }) => reclaimableBytes)]
  return `${formatQuantity(all, 'bytes')}, of which ${formatQuantity(back, 'bytes')} would return`
}
