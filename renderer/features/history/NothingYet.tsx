import { Button, Text, Title } from '@mantine/core'
import { openPage } from '../../store/navigation.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { Panel } from '../../ui/Panel.tsx'
import classes from './history.module.css'

export function NothingYet() {
  return (
    <Panel label="No run yet">
      <Title order={2} mb={6}>
        No run yet
      </Title>
      <Text size="sm" maw="72ch" mb={8}>
        Every comparison is kept on this machine with all its raw samples, also one that was cancelled. With two of them
        you see here what an upgrade of Docker or of the kernel has changed, and which changes are more than noise; with
        more, how a figure has moved over time. A first one:
      </Text>
      <div className={classes.start}>
        <Button size="xs" onClick={() => openPage('compare')}>
          Go to Compare
        </Button>
        <Text size="sm" c="dimmed">
          or in a terminal
        </Text>
        <div className={classes.startCommand}>
          <CopyCommand command="isoscope compare" />
        </div>
      </div>
    </Panel>
  )
}
