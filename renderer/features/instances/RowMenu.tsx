import { Menu } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { SharedRowMenu } from '../../ui/SharedRowMenu.tsx'
import { listActions, useInstanceView } from './instanceView.ts'
import { focusRow } from './keepFocus.ts'
import { asksFirst, choose, manyActions } from './order.ts'

/** Something of its own that a page offers beside what every instance has. */
export interface RowAction {
  readonly label: string
  readonly run: () => void
}

interface RowMenuProps {
  readonly listMore?: (instance: ListedInstance) => readonly RowAction[]
}

export function RowMenu({ listMore }: RowMenuProps) {
  const place = useInstanceView((state) => state.menu)
  const instance = useLive(({ instances }) => instances.find(({ id }) => id === place?.id))
  if (!place || !instance) return null
  const can = listActions(instance)
  const close = () => {
    useInstanceView.setState({ menu: null })
    focusRow(instance.id)
  }
  return (
    <SharedRowMenu place={place} name={instance.name} width={180} onClose={close}>
      <Menu.Item onClick={() => useInstanceView.setState({ opened: instance.id })}>Details</Menu.Item>
      {can.includes('logs') && <Menu.Item onClick={() => choose('logs', instance)}>{actionWords.logs.verb}</Menu.Item>}
      {can.includes('rename') && <Menu.Item onClick={() => choose('rename', instance)}>Rename…</Menu.Item>}
      {listMore?.(instance).map(({ label, run }) => (
        <Menu.Item key={label} onClick={run}>
          {label}
        </Menu.Item>
      ))}
      {manyActions.some((action) => can.includes(action)) && <Menu.Divider />}
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
    </SharedRowMenu>
  )
}
