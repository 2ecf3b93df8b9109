import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './rowMenu.module.css'
import type { MenuPlace } from './rowMenu.ts'

interface SharedRowMenuProps {
  readonly place: MenuPlace
  /** What the row is of. */
  readonly name: string
  /** Pixels. */
  readonly width: number
  readonly onClose: () => void
  readonly children: ReactNode
}

/** One menu for all rows, open: hundreds of them would cost more than the rows themselves. */
export function SharedRowMenu({ place, name, width, onClose, children }: SharedRowMenuProps) {
  return (
    <Menu opened onClose={onClose} position="bottom-end" offset={4} shadow="md" width={width} returnFocus={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.anchor}
          style={{ left: place.left, top: place.top }}
          tabIndex={-1}
          aria-label={`Menu of ${name}`}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions of ${name}`}>{children}</Menu.Dropdown>
    </Menu>
  )
}
