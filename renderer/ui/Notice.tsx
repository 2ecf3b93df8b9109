import type { ReactNode } from 'react'
import classes from './ui.module.css'

interface NoticeProps {
  readonly title: string
  readonly tone?: 'bad' | 'warn'
  readonly children: ReactNode
}

/** Something the user has to know now; a screen reader says it when it appears. */
export function Notice({ title, tone = 'bad', children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role="alert">
      <div className={classes.noticeTitle}>{title}</div>
      {children}
    </div>
  )
}
