import type { ReactNode } from 'react'
import classes from './ui.module.css'

interface PanelProps {
  readonly label: string
  readonly children: ReactNode
}

export function Panel({ label, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={label}>
      {children}
    </section>
  )
}
