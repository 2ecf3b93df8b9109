import { Button, Group, Text } from '@mantine/core'
import { reconnectNow } from '../client.ts'
import { useConnection } from '../store/connection.ts'
import { CopyCommand } from '../ui/CopyCommand.tsx'
import { Notice } from '../ui/Notice.tsx'

/** Says why nothing answers. Silent while the connection stands or is being made for the first time. */
export function ConnectionNotice() {
  const { state } = useConnection()
  if (state === 'lost') {
    return (
      <Notice title="The connection to Isoscope is lost" tone="warn">
        <Group justify="space-between">
          <Text size="sm">
            It is tried again every few seconds. A comparison that was running goes on as long as Isoscope itself does.
          </Text>
          <Button size="xs" variant="default" onClick={reconnectNow}>
            Try now
          </Button>
        </Group>
      </Notice>
    )
  }
  if (state === 'refused') {
    return (
      <Notice title="This page is not signed in">
        <Text size="sm" mb={6}>
          The code in the address works once and for a minute, and a restarted Isoscope knows no page of before. Start
          it again in a terminal and open the address it prints:
        </Text>
        <CopyCommand command="isoscope serve" />
      </Notice>
    )
  }
  return null
}
