import { UnstyledButton } from '@mantine/core'
import classes from './App.module.css'
import { openPalette } from './palette.ts'

const isMac = /Mac/.test(navigator.platform)

/** Says that there is a palette, and opens it for those who use a mouse. */
export function PaletteButton() {
  const keys = isMac ? '⌘ K' : 'Ctrl K'
  return (
    <UnstyledButton className={classes.palette} aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
      <kbd>{keys}</kbd> command
    </UnstyledButton>
  )
}
