import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Network, NetworkDescription } from '../../../main/contract/networks.ts'
import { client } from '../../client.ts'
import { useLive } from '../../store/live.ts'
import { type Problem, toProblem } from '../../store/problem.ts'
import { useListing } from '../../store/useListing.ts'
import { Facts } from '../../ui/Facts.tsx'
import { keepApart } from '../../ui/keepApart.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { FormDialog } from '../instances/FormDialog.tsx'
import { joinPairs } from './joinPairs.ts'
import classes from './storage.module.css'

interface NetworkDialogProps {
  readonly network: Network
  readonly onChanged: () => void
  readonly onClose: () => void
}

/** What it is, who is connected, and a way to connect others. */
export function NetworkDialog({ network: { id, name }, onChanged, onClose }: NetworkDialogProps) {
  const ask = useCallback((signal: AbortSignal) => client.networks.inspect({ id }, { signal }), [id])
  const { value, problem, reload } = useListing(ask)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const link = async (verb: 'connect' | 'disconnect', instance: string) => {
    try {
      await client.networks[verb]({ id, instance })
      setRefusal(null)
    } catch (error) {
      setRefusal(toProblem(error))
    }
    reload()
    onChanged()
  }
  return (
    <FormDialog title={`Network ${keepApart(name)}`} onClose={onClose} work={undefined}>
      {problem && <ProblemNotice title="It could not be read" problem={problem} />}
      {refusal && <ProblemNotice title="That did not work" problem={refusal} />}
      {value && (
        <>
          <Facts facts={describeFacts(value)} />
          <Title order={2} mt={14}>
            Connected
          </Title>
          {value.users.length === 0 && (
            <Text size="sm" c="dimmed">
              Nobody.
            </Text>
          )}
          <ul className={classes.users}>
            {value.users.map((user) => (
              <li key={user.id}>
                <span>
                  <span className={classes.name}>{keepApart(user.name)}</span>{' '}
                  <span className={classes.second}>{[user.state, ...user.addresses].join(', ')}</span>
                </span>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Disconnect ${user.name}`}
                  onClick={() => void link('disconnect', user.id)}
                >
                  Disconnect
                </Button>
              </li>
            ))}
          </ul>
          <ConnectForm network={value} onConnect={(instance) => void link('connect', instance)} />
        </>
      )}
    </FormDialog>
  )
}

interface ConnectFormProps {
  readonly network: NetworkDescription
  readonly onConnect: (instance: string) => void
}

function ConnectForm({ network: { users, driver }, onConnect }: ConnectFormProps) {
  const all = useLive((state) => state.instances)
  const others = all.filter(({ technology, id }) => technology === 'docker' && !users.some((user) => user.id === id))
  const [chosen, setChosen] = useState('')
  // Docker connects to neither the machine's own network nor none at all.
  if (driver === 'host' || driver === 'null' || others.length === 0) return null
  const instance = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '')
  return (
    <Group gap={8} mt={12} align="end">
      <NativeSelect
        size="xs"
        label="Connect a container"
        data={others.map(({ id, name, state }) => ({ value: id, label: `${keepApart(name)} (${state})` }))}
        value={instance}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" onClick={() => onConnect(instance)}>
        Connect
      </Button>
    </Group>
  )
}

function describeFacts(network: NetworkDescription): Readonly<Record<string, string>> {
  const { driver, scope, internal, ipv6, subnets, labels, options } = network
  return {
    driver: [driver, scope, ...(internal ? ['internal'] : []), ...(ipv6 ? ['IPv6'] : [])].join(', '),
    subnets: subnets.map((one) => `${one.subnet}${one.gateway ? ` by ${one.gateway}` : ''}`).join(', ') || 'none',
    labels: joinPairs(labels),
    options: joinPairs(options),
  }
}
