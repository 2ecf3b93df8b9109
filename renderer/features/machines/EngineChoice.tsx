import { SegmentedControl } from '@mantine/core'
import type { MachineTechnology } from '../../../main/contract/machine.ts'
import { technologyFacts } from '../../ui/technologies.ts'
import classes from './machines.module.css'

interface EngineChoiceProps {
  readonly engines: readonly MachineTechnology[]
  readonly value: MachineTechnology
  readonly onChange: (value: MachineTechnology) => void
}

/** Nothing to choose where there is one. */
export function EngineChoice({ engines, value, onChange }: EngineChoiceProps) {
  return (
    <div className={classes.choice}>
      <span>Engine</span>
      {engines.length === 1 ? (
        <strong>{technologyFacts[value].title}</strong>
      ) : (
        <SegmentedControl
          size="xs"
          data={engines.map((engine) => ({ value: engine, label: technologyFacts[engine].title }))}
          value={value}
          onChange={onChange}
          aria-label="Engine"
        />
      )}
    </div>
  )
}
