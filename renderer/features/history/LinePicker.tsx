import { Checkbox, Group } from '@mantine/core'
import type { TrendLine } from '../../../main/contract/trend.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { Unseen } from '../../ui/Unseen.tsx'
import classes from './history.module.css'

interface LinePickerProps {
  readonly lines: readonly TrendLine[]
  /** Ids of contenders. */
  readonly hidden: readonly string[]
  readonly onChange: (hidden: readonly string[]) => void
}

export function LinePicker({ lines, hidden, onChange }: LinePickerProps) {
  return (
    <fieldset className={classes.lines}>
      <legend>
        <Unseen>Contenders</Unseen>
      </legend>
      <Group gap={14}>
        {lines.map(({ contender, title, technology }) => (
          <Checkbox
            key={contender}
            size="xs"
            checked={!hidden.includes(contender)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? hidden.filter((id) => id !== contender) : [...hidden, contender])
            }
            label={
              <span className={classes.contender}>
                <TechnologyMark technology={technology} /> {title}
              </span>
            }
          />
        ))}
      </Group>
    </fieldset>
  )
}
