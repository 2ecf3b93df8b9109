import { Button, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Volume } from '../../../main/contract/volumes.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { client } from '../../client.ts'
import { type Listing, useListing } from '../../store/useListing.ts'
import { keepApart } from '../../ui/keepApart.ts'
import shared from '../instances/instances.module.css'
import table from '../instances/table.module.css'
import { Listed } from './Listed.tsx'
import { NewVolumeDialog } from './NewVolumeDialog.tsx'
import { ReclaimDialog } from './ReclaimDialog.tsx'
import { RemoveVolumeDialog } from './RemoveVolumeDialog.tsx'
import classes from './storage.module.css'
import { VolumeDialog } from './VolumeDialog.tsx'

const askQuickly = (signal: AbortSignal) => client.volumes.list({ sizes: false }, { signal })
const askSizes = (signal: AbortSignal) => client.volumes.list({ sizes: true }, { signal })

type Open =
  | { readonly kind: 'new' | 'reclaim' }
  | { readonly kind: 'inspect' | 'remove'; readonly volume: Volume }
  | null

/** First what there is, then how large it is: for that the engine reads all of them. */
export function VolumesTab() {
  const quick = useListing(askQuickly)
  const sized = useListing(askSizes)
  const [open, setOpen] = useState<Open>(null)
  const reload = () => {
    quick.reload()
    sized.reload()
  }
  const listing: Listing<NonNullable<typeof quick.value>> = { ...quick, reload }
  const sizes = new Map(sized.value?.volumes.map(({ id, bytes }) => [id, bytes]))
  const close = () => setOpen(null)
  return (
    <>
      <Listed
        listing={listing}
        waiting="Reading the volumes…"
        note={({ volumes }) => `${volumes.length}${sized.value ? '' : ' · reading how large they are…'}`}
        tools={
          <>
            <Button
              size="xs"
              variant="default"
              disabled={!quick.value?.volumes.some(({ users }) => users.length === 0)}
              onClick={() => setOpen({ kind: 'reclaim' })}
            >
              Remove unused…
            </Button>
            <Button size="xs" onClick={() => setOpen({ kind: 'new' })}>
              New volume…
            </Button>
          </>
        }
      >
        {({ volumes }) =>
          volumes.length === 0 ? (
            <NoVolumes />
          ) : (
            <div className={table.box}>
              <Table className={table.table} aria-label="Volumes">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Volume</Table.Th>
                    <Table.Th w={100} data-figure>
                      Size
                    </Table.Th>
                    <Table.Th w={130}>Created</Table.Th>
                    <Table.Th>Used by</Table.Th>
                    <Table.Th w={190} ta="right">
                      Actions
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {volumes.map((volume) => (
                    <VolumeRow
                      key={volume.id}
                      volume={{ ...volume, bytes: sizes.get(volume.id) ?? null }}
                      onOpen={(kind, chosen) => setOpen({ kind, volume: chosen })}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Listed>
      {open?.kind === 'new' && <NewVolumeDialog onMade={reload} onClose={close} />}
      {open?.kind === 'reclaim' && <ReclaimDialog kind="volumes" onDone={reload} onClose={close} />}
      {open?.kind === 'inspect' && <VolumeDialog volume={open.volume} onClose={close} />}
      {open?.kind === 'remove' && <RemoveVolumeDialog volume={open.volume} onDone={reload} onClose={close} />}
    </>
  )
}

interface VolumeRowProps {
  readonly volume: Volume
  readonly onOpen: (kind: 'inspect' | 'remove', volume: Volume) => void
}

function VolumeRow({ volume, onOpen }: VolumeRowProps) {
  const { name, driver, bytes, createdAt, users } = volume
  return (
    <Table.Tr className={table.row}>
      <Table.Th scope="row">
        <div className={classes.name}>{keepApart(name)}</div>
        <div className={classes.second}>{keepApart(driver)}</div>
      </Table.Th>
      <Table.Td data-figure>{bytes === null ? '–' : formatQuantity(bytes, 'bytes')}</Table.Td>
      <Table.Td>{createdAt === null ? '–' : formatWhen(createdAt)}</Table.Td>
      <Table.Td className={shared.anywhere}>
        {users.length === 0 ? <span className={shared.dimmed}>nobody</span> : users.map((one) => one.name).join(', ')}
      </Table.Td>
      <Table.Td>
        <div className={classes.buttons}>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Open… ${name}`}
            onClick={() => onOpen('inspect', volume)}
          >
            Open…
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Remove… ${name}`}
            onClick={() => onOpen('remove', volume)}
          >
            Remove…
          </Button>
        </div>
      </Table.Td>
    </Table.Tr>
  )
}

function NoVolumes() {
  return (
    <div className={shared.nothing}>
      <Title order={2} mb={6}>
        No volumes yet
      </Title>
      <Text size="sm" maw="72ch">
        What a container writes goes with it. A volume is a folder that stays: mounted into one container or several, it
        keeps a database, uploads, or anything else that must outlive them.
      </Text>
    </div>
  )
}
