import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import type { Network } from '../../../main/contract/networks.ts'
import { client } from '../../client.ts'
import { useListing } from '../../store/useListing.ts'
import { keepApart } from '../../ui/keepApart.ts'
import shared from '../instances/instances.module.css'
import table from '../instances/table.module.css'
import { Listed } from './Listed.tsx'
import { NetworkDialog } from './NetworkDialog.tsx'
import { NewNetworkDialog } from './NewNetworkDialog.tsx'
import { RemoveNetworkDialog } from './RemoveNetworkDialog.tsx'
import classes from './storage.module.css'

const ask = (signal: AbortSignal) => client.networks.list({}, { signal })

type Open = { readonly kind: 'new' } | { readonly kind: 'inspect' | 'remove'; readonly network: Network } | null

export function NetworksTab() {
  const listing = useListing(ask)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Listed
        listing={listing}
        waiting="Reading the networks…"
        note={({ networks }) =>
          `${networks.length}; containers of one network reach each other by name, but on Docker’s own bridge`
        }
        tools={
          <Button size="xs" onClick={() => setOpen({ kind: 'new' })}>
            New network…
          </Button>
        }
      >
        {({ networks }) => (
          <div className={table.box}>
            <Table className={table.table} aria-label="Networks">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Network</Table.Th>
                  <Table.Th w={170}>Subnets</Table.Th>
                  <Table.Th>Connected</Table.Th>
                  <Table.Th w={170} ta="right">
                    Actions
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {networks.map((network) => (
                  <NetworkRow key={network.id} network={network} onOpen={(kind) => setOpen({ kind, network })} />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Listed>
      {open?.kind === 'new' && <NewNetworkDialog onMade={listing.reload} onClose={close} />}
      {open?.kind === 'inspect' && <NetworkDialog network={open.network} onChanged={listing.reload} onClose={close} />}
      {open?.kind === 'remove' && (
        <RemoveNetworkDialog network={open.network} onDone={listing.reload} onClose={close} />
      )}
    </>
  )
}

interface NetworkRowProps {
  readonly network: Network
  readonly onOpen: (kind: 'inspect' | 'remove') => void
}

function NetworkRow({ network, onOpen }: NetworkRowProps) {
  const { name, driver, scope, internal, builtIn, subnets, users } = network
  return (
    <Table.Tr className={table.row}>
      <Table.Th scope="row">
        <div className={classes.name}>{keepApart(name)}</div>
        <div className={classes.second}>
          {[driver, scope, ...(internal ? ['internal'] : []), ...(builtIn ? ['the engine’s own'] : [])].join(', ')}
        </div>
      </Table.Th>
      <Table.Td>{subnets.map(({ subnet }) => subnet).join(', ') || '–'}</Table.Td>
      <Table.Td className={shared.anywhere}>
        {users.length === 0 ? <span className={shared.dimmed}>nobody</span> : null}
        {users.map((one) => (
          <div key={one.id}>
            {keepApart(one.name)} <span className={shared.dimmed}>{one.addresses.join(', ') || one.state}</span>
          </div>
        ))}
      </Table.Td>
      <Table.Td>
        <div className={classes.buttons}>
          <Button size="compact-xs" variant="default" aria-label={`Open… ${name}`} onClick={() => onOpen('inspect')}>
            Open…
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Remove… ${name}`}
            disabled={builtIn}
            title={builtIn ? 'It is the engine’s own, and stays.' : undefined}
            onClick={() => onOpen('remove')}
          >
            Remove…
          </Button>
        </div>
      </Table.Td>
    </Table.Tr>
  )
}
