import type { ReactNode } from 'react'
import classes from './ui.module.css'

interface Props {
  readonly children: ReactNode
  /** `narrow`: in a wide window everybody sees them. */
  readonly when?: 'always' | 'narrow'
}

/** Words for a screen reader where others see a sign. One element, because there are hundreds of them in a table. */
export function Unseen({ children, when = 'always' }: Props) {
  return <span className={when === 'always' ? classes.unseen : classes.narrowUnseen}>{children}</span>
}
