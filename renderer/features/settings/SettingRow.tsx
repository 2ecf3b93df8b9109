import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import classes from './settings.module.css'

interface SettingSectionProps {
  readonly title: string
  readonly children: ReactNode
}

export function SettingSection({ title, children }: SettingSectionProps) {
  return (
    <Panel label={title}>
      <Title order={2} mb={4}>
        {title}
      </Title>
      {children}
    </Panel>
  )
}

interface SettingRowProps {
  /** Of the element that says the control's name; the control refers to it. */
  readonly labelId: string
  /** The control's own id where it is a field: a click on the name goes there. */
  readonly fieldId?: string
  readonly label: string
  readonly note?: ReactNode
  readonly children: ReactNode
}

/** The name and what it means on the left, the control on the right. */
export function SettingRow({ labelId, fieldId, label, note, children }: SettingRowProps) {
  return (
    <div className={classes.row}>
      <div>
        {fieldId ? (
          <label id={labelId} htmlFor={fieldId}>
            {label}
          </label>
        ) : (
          <span id={labelId}>{label}</span>
        )}
        {note && <div className={classes.note}>{note}</div>}
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  )
}
