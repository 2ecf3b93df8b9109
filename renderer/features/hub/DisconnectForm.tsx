import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { disconnectHub } from '../../store/hubs.ts'
import type { Problem } from '../../store/problem.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import classes from './hub.module.css'

interface DisconnectFormProps {
  readonly url: string
  readonly onClose: () => void
}

export function DisconnectForm({ url, onClose }: DisconnectFormProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const disconnect = async () => {
    const failure = await disconnectHub(url)
    if (failure === null) onClose()
    else setProblem(failure)
  }
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
        <Button color="red.9" onClick={() => void disconnect()}>
          Disconnect
        </Button>
      </Group>
    </div>
  )
}
