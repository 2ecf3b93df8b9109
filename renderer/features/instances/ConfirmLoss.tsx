import { Button, Group, Text } from '@mantine/core'
import shared from './instances.module.css'

interface ConfirmLossProps {
  /** What is lost, in sentences. */
  readonly loss: string
  readonly verb: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** The second step of what loses something. */
export function ConfirmLoss({ loss, verb, onConfirm, onClose }: ConfirmLossProps) {
  return (
    <>
      <Text size="sm" className={shared.anywhere}>
        {loss}
      </Text>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button color="red.9" onClick={onConfirm}>
          {verb}
        </Button>
      </Group>
    </>
  )
}
