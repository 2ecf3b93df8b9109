import { Button, Group, Loader, SegmentedControl, Stack, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { PruneResult, PruneScope } from '../../../../main/contract/imageStore.ts'
import type { Technology } from '../../../../main/contract/technology.ts'
import { client } from '../../../client.ts'
import { useAnswer } from '../../../store/useAnswer.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { FormDialog } from '../../instances/FormDialog.tsx'
import { useWork } from '../../instances/useWork.ts'
import classes from '../docker.module.css'
import { nameImage } from './nameImage.ts'
import { RemovalList } from './RemovalList.tsx'

interface PruneDialogProps {
  readonly technology: Technology
  readonly onClose: () => void
}

const scopes: readonly { readonly value: PruneScope; readonly label: string }[] = [
  { value: 'dangling', label: 'Without a name' },
  { value: 'unused', label: 'All that no container uses' },
]

/** What is shown is what goes; what has come into use meanwhile is left, and told. */
export function PruneDialog({ technology, onClose }: PruneDialogProps) {
  const [scope, setScope] = useState<PruneScope>('dangling')
  const [left, setLeft] = useState<PruneResult['left']>([])
  const { work, start } = useWork()
  const ask = useCallback(
    (signal: AbortSignal) => client.images.prunable({ technology, scope }, { signal }),
    [technology, scope],
  )
  const plan = useAnswer(ask)
  const prune = async (ids: readonly string[]) => {
    const name = ids.length === 1 ? '1 image' : `${ids.length} images`
    const done = await start({ technology, action: 'pruneImages', name }, (ticket) =>
      client.images.prune({ technology, scope, ids: [...ids], ticket }),
    )
    if (done?.left.length === 0) onClose()
    else if (done) setLeft(done.left)
  }
  return (
    <FormDialog title="Prune images" onClose={onClose} work={work}>
      {left.length > 0 ? (
        <Stack gap={12}>
          <Notice title={left.length === 1 ? 'One image was left' : `${left.length} images were left`} tone="warn">
            <ul className={classes.list}>
              {left.map((image) => (
                <li key={image.id}>
                  <span className={classes.name}>{nameImage(image)}</span>
                  <span className={classes.note}>{image.error.message}</span>
                </li>
              ))}
            </ul>
          </Notice>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap={12}>
          <SegmentedControl
            aria-label="Which images"
            data={[...scopes]}
            value={scope}
            onChange={(value) => setScope(value === 'unused' ? 'unused' : 'dangling')}
          />
          {plan.state === 'asking' && <Loader size={18} aria-label="Reading what goes" />}
          {plan.state === 'failed' && (
            <ProblemNotice title="What goes could not be read" problem={plan.problem}>
              <Button size="compact-sm" variant="default" mt={6} onClick={plan.askAgain}>
                Ask again
              </Button>
            </ProblemNotice>
          )}
          {plan.state === 'there' &&
            (plan.value.images.length === 0 ? (
              <Text size="sm" c="dimmed">
                {scope === 'dangling' ? 'Every image has a name.' : 'Containers use every image.'}
              </Text>
            ) : (
              <RemovalList plan={plan.value} />
            ))}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" data-autofocus onClick={onClose}>
              Cancel
            </Button>
            <Button
              color="red.9"
              disabled={plan.state !== 'there' || plan.value.images.length === 0}
              onClick={() => plan.state === 'there' && void prune(plan.value.images.map(({ id }) => id))}
            >
              {plan.state === 'there' ? `Remove ${plan.value.images.length}` : 'Remove'}
            </Button>
          </Group>
        </Stack>
      )}
    </FormDialog>
  )
}
