import { Button, Group, Loader, Text } from '@mantine/core'
import { useCallback } from 'react'
import type { ImageRemoval } from '../../../../main/contract/imageStore.ts'
import type { Image } from '../../../../main/contract/live.ts'
import { client } from '../../../client.ts'
import { useAnswer } from '../../../store/useAnswer.ts'
import { beginWork } from '../../../store/works.ts'
import { keepApart } from '../../../ui/keepApart.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { FormDialog } from '../../instances/FormDialog.tsx'
import { useWork } from '../../instances/useWork.ts'
import { nameImage } from './nameImage.ts'
import { RemovalList } from './RemovalList.tsx'

interface RemoveImageDialogProps {
  readonly images: readonly [Image, ...Image[]]
  readonly onClose: () => void
}

/** The second step of a removal: what goes and what returns, read now. */
export function RemoveImageDialog({ images, onClose }: RemoveImageDialogProps) {
  const { work, start } = useWork(onClose)
  const [first] = images
  const ids = images.map(({ id }) => id).join(' ')
  const ask = useCallback((signal: AbortSignal) => client.images.removal({ ids: ids.split(' ') }, { signal }), [ids])
  const plan = useAnswer(ask)
  const title = images.length === 1 ? `Remove ${keepApart(nameImage(first))}?` : `Remove ${images.length} images?`
  /** One after the other, in the order of the plan: the children of an image go before it. */
  const remove = async (planned: ImageRemoval) => {
    for (const image of planned.images.filter(({ fate }) => fate.kind === 'goes' || fate.kind === 'unnamed')) {
      const order = { technology: first.technology, action: 'removeImage', name: nameImage(image) } as const
      const call = (ticket: string) => client.images.remove({ id: image.id, ticket })
      const done = await (images.length === 1 ? start(order, call) : beginWork(order, call).result)
      if (done === null) return
    }
    if (images.length > 1) onClose()
  }
  return (
    <FormDialog title={title} onClose={onClose} work={work}>
      {plan.state === 'asking' && <Loader size={18} aria-label="Reading what goes" />}
      {plan.state === 'failed' && (
        <ProblemNotice title="What goes could not be read" problem={plan.problem}>
          <Button size="compact-sm" variant="default" mt={6} onClick={plan.askAgain}>
            Ask again
          </Button>
        </ProblemNotice>
      )}
      {plan.state === 'there' && (
        <>
          <RemovalList plan={plan.value} />
          <Text size="sm" mt={8}>
            This cannot be undone.
          </Text>
          <Group justify="flex-end" gap={8} mt={16}>
            <Button variant="default" data-autofocus onClick={onClose}>
              Cancel
            </Button>
            <Button
              color="red.9"
              disabled={!plan.value.images.some(({ fate }) => fate.kind === 'goes' || fate.kind === 'unnamed')}
              onClick={() => void remove(plan.value)}
            >
              Remove
            </Button>
          </Group>
        </>
      )}
    </FormDialog>
  )
}
