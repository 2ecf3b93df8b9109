import { UnstyledButton } from '@mantine/core'
import classes from './App.module.css'

/** The first stop of the Tab key: past the header and the sidebar to the page. Seen when it has the focus. No link: the address is the page's own. */
export function SkipLink() {
  return (
    <UnstyledButton className={classes.skip} onClick={() => document.getElementById('main')?.focus()}>
      Skip to the page
    </UnstyledButton>
  )
}
