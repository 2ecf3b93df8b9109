import { Button, Text, Title } from '@mantine/core'
import type { Hub } from '../../../main/contract/hub.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { Facts } from '../../ui/Facts.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import panels from '../../ui/panels.module.css'
import { StateDot } from '../../ui/StateDot.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import classes from './hub.module.css'
import { openHubDialog } from './hubView.ts'

const states = {
  connected: { dot: 'ready', text: 'connected' },
  failed: { dot: 'broken', text: 'connected, does not answer' },
  found: { dot: 'missing', text: 'found on this machine, not connected' },
} as const

/** One hub: what it says of itself, and what can be done with it. */
export function HubPanel({ hub }: { readonly hub: Hub }) {
  const { url, state } = hub
  return (
    <Panel label={url}>
      <div className={panels.head}>
        <Title order={2} className={panels.name}>
          <TechnologyMark technology="jupyterhub" />
          <span className={classes.anywhere}>{url}</span>
        </Title>
        <span className={panels.state}>
          <StateDot state={states[state].dot} />
          {states[state].text}
        </span>
        <div className={panels.actions}>
          {state === 'connected' && (
            <Action text="Add user…" url={url} onClick={() => openHubDialog({ kind: 'addUser', url })} />
          )}
          {state === 'found' ? (
            <Action text="Connect…" url={url} onClick={() => openHubDialog({ kind: 'connect', url })} />
          ) : (
            <>
              <Action text="New token…" url={url} onClick={() => openHubDialog({ kind: 'connect', url })} />
              <Action text="Disconnect…" url={url} onClick={() => openHubDialog({ kind: 'disconnect', url })} />
            </>
          )}
        </div>
      </div>
      <HubFacts hub={hub} />
    </Panel>
  )
}

interface ActionProps {
  readonly text: string
  readonly url: string
  readonly onClick: () => void
}

function Action({ text, url, onClick }: ActionProps) {
  return (
    <Button size="xs" variant="default" aria-label={`${text} ${url}`} onClick={onClick}>
      {text}
    </Button>
  )
}

function HubFacts({ hub }: { readonly hub: Hub }) {
  switch (hub.state) {
    case 'connected':
      return (
        <Facts
          facts={{
            version: hub.version,
            'connected as': hub.as,
            memory:
              'absent' in hub.memory
                ? `– ${hub.memory.absent}`
                : `${formatQuantity(hub.memory.pss, 'bytes')} of hub and proxy, whatever the number of servers (PSS)`,
          }}
        />
      )
    case 'failed':
      return (
        <>
          <Text size="sm">{hub.error.message}</Text>
          {hub.error.detail && <pre className={classes.detail}>{hub.error.detail}</pre>}
          <RemedyText remedy={hub.error.remedy} />
        </>
      )
    case 'found':
      return (
        <Facts
          facts={{
            version: hub.version ?? '– it does not say',
            process: hub.pid === null ? '– known by its port alone' : String(hub.pid),
          }}
        />
      )
  }
}
