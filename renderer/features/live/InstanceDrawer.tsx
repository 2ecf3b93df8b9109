import { Button, Drawer, Group, Text } from '@mantine/core'
import { useLive } from '../../store/live.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { FavouriteStar } from './FavouriteStar.tsx'
import { InstanceDetails } from './InstanceDetails.tsx'
import { InstanceFacts } from './InstanceFacts.tsx'
import { InstanceUse } from './InstanceUse.tsx'
import { returnToRows } from './keepFocus.ts'
import { LogView } from './LogView.tsx'
import classes from './live.module.css'
import { listActions, useLiveView } from './liveView.ts'
import { asksFirst, choose, manyActions } from './order.ts'

/** Everything that is known of one instance, beside the table. */
export function InstanceDrawer() {
  const id = useLiveView((state) => state.opened)
  const instance = useLive(({ instances }) => instances.find((one) => one.id === id))
  const close = () => useLiveView.setState({ opened: null })
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
            {offersStart(instance) && <FavouriteStar id={instance.id} />}
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
          <InstanceDetails key={instance.id} instance={instance} />
          {instance.actions.includes('logs') && <LogView key={`log ${instance.id}`} id={instance.id} />}
        </>
      ) : (
        <Text size="sm">It exists no more.</Text>
      )}
    </Drawer>
  )
}

/** What is started and stopped at all, whatever it does now; an environment is not. */
function offersStart({ actions }: { readonly actions: readonly string[] }): boolean {
  return actions.includes('start') || actions.includes('stop')
}
