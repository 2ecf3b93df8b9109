import { Button, Loader, Text } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { loadHubs, useHubs } from '../../store/hubs.ts'
import { watchLive } from '../../store/live.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import panels from '../../ui/panels.module.css'
import { LastFailures } from '../instances/LastFailures.tsx'
import { ManagedPage } from '../instances/ManagedPage.tsx'
import { HubDialog } from './HubDialog.tsx'
import { HubPanel } from './HubPanel.tsx'
import classes from './hub.module.css'
import { hubColumns } from './hubColumns.tsx'
import { closeHubDialog, useHubView } from './hubView.ts'
import { NoHub } from './NoHub.tsx'

const technologies = ['jupyterhub'] as const
/** Each hub says itself how it is. */
const none = [] as const

/** The hubs that are connected or found, their users, and the servers of these. */
export function HubPage() {
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  const read = useCallback((signal: AbortSignal) => loadHubs(signal), [attempt])
  useWhileSeen(read)
  useEffect(() => closeHubDialog, [])
  const dialog = useHubView((state) => state.dialog)
  const isConnected = useHubs(({ answer }) => answer?.hubs.some(({ state }) => state === 'connected') ?? false)
  return (
    <ManagedPage
      page="hub"
      title="Hub"
      lead="users of JupyterHub and their servers"
      technologies={technologies}
      notesOf={none}
      things="users"
      newLabel="Connect a hub…"
      renderNew={({ onClose }) => <HubDialog dialog={{ kind: 'connect', url: '' }} onClose={onClose} />}
      ways={
        <Button size="xs" variant="default" onClick={() => setAttempt(attempt + 1)}>
          Ask again
        </Button>
      }
      above={
        <>
          <Hubs />
          <LastFailures technologies={technologies} />
        </>
      }
      columns={hubColumns}
      watch={watchLive}
      purpose={
        isConnected
          ? 'The hub has no users that this token may see. One that is added gets a server when it is started.'
          : null
      }
    >
      {dialog && <HubDialog key={dialog.kind} dialog={dialog} onClose={closeHubDialog} />}
    </ManagedPage>
  )
}

function Hubs() {
  const { answer, problem } = useHubs()
  if (problem) return <ProblemNotice title="The hubs could not be asked" problem={problem} />
  if (answer === null) {
    return (
      <Text size="sm">
        <Loader size={14} /> Asking the hubs, and looking for others on this machine…
      </Text>
    )
  }
  if (answer.hubs.length === 0) return <NoHub installation={answer.installation} />
  return (
    <section aria-label="Hubs">
      <ul className={panels.list}>
        {answer.hubs.map((hub) => (
          <li key={hub.url}>
            <HubPanel hub={hub} />
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={6} className={classes.anywhere}>
        Tokens are kept {answer.keeping}.
      </Text>
    </section>
  )
}
