import { Button, Drawer, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { isStarted } from './describeUse.ts'
import { FavouriteStar } from './FavouriteStar.tsx'
import { InstanceDetails } from './InstanceDetails.tsx'
import { InstanceFacts } from './InstanceFacts.tsx'
import { InstanceUse } from './InstanceUse.tsx'
import classes from './instances.module.css'
import { listActions, useInstanceView } from './instanceView.ts'
import { returnToRows } from './keepFocus.ts'
import { LogView } from './LogView.tsx'
import { asksFirst, choose, manyActions } from './order.ts'

interface InstanceDrawerProps {
  /** What a page knows of its own instances, below what every one has. */
  readonly renderMore?: (instance: ListedInstance) => ReactNode
}

/** Everything that is known of one instance, beside the table. */
export function InstanceDrawer({ renderMore }: InstanceDrawerProps) {
  const id = useInstanceView((state) => state.opened)
  const instance = useLive(({ instances }) => instances.find((one) => one.id === id))
  const close = () => useInstanceView.setState({ opened: null })
  return (
    <Drawer
      opened={id !== null}
      onClose={close}
      onExitTransitionEnd={returnToRows}
      position="right"
      size={560}
      title={
        instance && (
          <span className={classes.inline}>
            <TechnologyMark technology={instance.technology} label={instance.technology} />
            <span className={classes.drawerTitle}>{instance.name}</span>
            {isStarted(instance) && <FavouriteStar id={instance.id} />}
          </span>
        )
      }
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {instance ? (
        <>
          <Group gap={6} mb={12}>
            {[...manyActions, 'rename' as const]
              .filter((action) => listActions(instance).includes(action))
              .map((action) => (
                <Button
                  key={action}
                  size="compact-sm"
                  variant="default"
                  {...(action === 'remove' && { c: 'var(--iso-bad)' })}
                  onClick={() => choose(action, instance)}
                >
                  {actionWords[action].verb}
                  {(asksFirst(action) || action === 'rename') && '…'}
                </Button>
              ))}
          </Group>
          <InstanceFacts instance={instance} />
          <InstanceUse instance={instance} />
          {renderMore?.(instance)}
          <InstanceDetails key={instance.id} instance={instance} />
          {instance.actions.includes('logs') && <LogView key={`log ${instance.id}`} id={instance.id} />}
        </>
      ) : (
        <Text size="sm">It exists no more.</Text>
      )}
    </Drawer>
  )
}
