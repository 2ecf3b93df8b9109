import { Button, Group, Text } from '@mantine/core'
import { disconnectHub } from '../../store/hubs.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { useSending } from '../instances/useSending.ts'
import classes from './hub.module.css'

interface DisconnectFormProps {
  readonly url: string
  readonly onClose: () => void
}

export function DisconnectForm({ url, onClose }: DisconnectFormProps) {
  const { isSending, problem, run } = useSending(onClose)
  return (
    <div className={classes.form}>
      <Text size="sm" className={classes.anywhere}>
        Isoscope forgets {url} and the token for it; another connection needs a token again. Nothing changes on the hub:
        its users and their servers stay as they are.
      </Text>
      {problem && <ProblemNotice title="It is still connected" problem={problem} />}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button color="red.9" loading={isSending} onClick={() => run(() => disconnectHub(url))}>
          Disconnect
        </Button>
      </Group>
    </div>
  )
}
