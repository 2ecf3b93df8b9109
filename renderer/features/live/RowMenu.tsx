import { Menu } from '@mantine/core'
import { useLive } from '../../store/live.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { focusRow } from './keepFocus.ts'
import classes from './live.module.css'
import { listActions, useLiveView } from './liveView.ts'
import { asksFirst, choose, manyActions } from './order.ts'

/** One menu for all rows: hundreds of them would cost more than the rows themselves. */
export function RowMenu() {
  const place = useLiveView((state) => state.menu)
  const instance = useLive(({ instances }) => instances.find(({ id }) => id === place?.id))
  if (!place || !instance) return null
  const can = listActions(instance)
  const close = () => {
    useLiveView.setState({ menu: null })
    focusRow(instance.id)
  }
  return (
    <Menu opened onClose={close} position="bottom-end" offset={4} shadow="md" width={180} returnFocus={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.menuAnchor}
          style={{ left: place.left, top: place.top }}
          tabIndex={-1}
          aria-label={`Menu of ${instance.name}`}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions of ${instance.name}`}>
        <Menu.Item onClick={() => useLiveView.setState({ opened: instance.id })}>Details</Menu.Item>
        {can.includes('logs') && (
          <Menu.Item onClick={() => choose('logs', instance)}>{actionWords.logs.verb}</Menu.Item>
        )}
        {can.includes('rename') && <Menu.Item onClick={() => choose('rename', instance)}>Rename…</Menu.Item>}
        <Menu.Divider />
        {manyActions
          .filter((action) => can.includes(action))
          .map((action) => (
            <Menu.Item
              key={action}
              {...(action === 'remove' && { c: 'var(--iso-bad)' })}
              onClick={() => choose(action, instance)}
            >
              {actionWords[action].verb}
              {asksFirst(action) && '…'}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
