import type { ReactNode } from 'react'
import classes from './ui.module.css'

/** Words for a screen reader where others see a sign. One element, because there are hundreds of them in a table. */
export function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className={classes.unseen}>{children}</span>
}
