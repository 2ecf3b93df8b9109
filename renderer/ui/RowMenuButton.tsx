import { MenuDots } from './MenuDots.tsx'
import classes from './rowMenu.module.css'

interface RowMenuButtonProps {
  /** What the row is of. */
  readonly name: string
  readonly tabIndex: number
  readonly onOpen: (button: Element) => void
}

/** Opens the one menu that all rows share. */
export function RowMenuButton({ name, tabIndex, onOpen }: RowMenuButtonProps) {
  return (
    <button
      type="button"
      className={classes.button}
      tabIndex={tabIndex}
      aria-label={`Actions of ${name}`}
      aria-haspopup="menu"
      onClick={(event) => onOpen(event.currentTarget)}
    >
      <MenuDots />
    </button>
  )
}
