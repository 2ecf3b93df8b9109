import { Button, Text, Title } from '@mantine/core'
import type { Hubs } from '../../../main/contract/hub.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import classes from './hub.module.css'
import { openHubDialog } from './hubView.ts'

/** In place of the hubs: what they are for, and the ways to one. */
export function NoHub({ installation }: Pick<Hubs, 'installation'>) {
  return (
    <div className={classes.nothing}>
      <Title order={2} mb={6}>
        No hub is connected, and none was found on this machine
      </Title>
      <Text size="sm" mb={8}>
        A JupyterHub gives each of its users a notebook server. Here its users and their servers are listed with what
        they use, and started and stopped; Compare measures what one more user costs.
      </Text>
      <Text size="sm" mb={8}>
        <strong>Somewhere else:</strong> you need its address and a token, which is made on the hub’s own page under
        Token.
      </Text>
      <Text size="sm">
        <strong>On this machine:</strong>{' '}
        {installation
          ? 'JupyterHub is not installed. Once it is and a hub runs, Ask again finds it.'
          : 'JupyterHub is installed, but no hub runs. When one does, Ask again finds it.'}
      </Text>
      <RemedyText remedy={installation ?? { text: 'Start one with', command: 'jupyterhub' }} />
      <Button size="xs" mt={12} onClick={() => openHubDialog({ kind: 'connect', url: '' })}>
        Connect a hub…
      </Button>
    </div>
  )
}
