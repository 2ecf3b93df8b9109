import { Button, Group, Text } from '@mantine/core'
import type { MachineRequest } from '../../../main/contract/machine.ts'
import classes from './machines.module.css'

interface ConfirmRequestProps {
  readonly request: MachineRequest
  /** What is lost, in sentences. */
  readonly loss: string
  readonly verb: string
  readonly onSend: (request: MachineRequest) => void
  readonly onClose: () => void
}

/** The second step of what loses something. */
export function ConfirmRequest({ request, loss, verb, onSend, onClose }: ConfirmRequestProps) {
  return (
    <>
      <Text size="sm" className={classes.anywhere}>
        {loss}
      </Text>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button color="red.9" onClick={() => onSend(request)}>
          {verb}
        </Button>
      </Group>
    </>
  )
}
