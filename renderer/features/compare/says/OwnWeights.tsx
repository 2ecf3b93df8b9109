import { Slider } from '@mantine/core'
import { type CriterionId, criteria } from '../../../../main/model/lecture/uses.ts'
import classes from './says.module.css'

type Weights = Readonly<Partial<Record<CriterionId, number>>>

interface OwnWeightsProps {
  readonly weights: Weights
  readonly onChange: (weights: Weights) => void
}

const criterionIds = Object.keys(criteria) as CriterionId[]

/** How much each criterion counts: 0 not at all, 5 most. */
export function OwnWeights({ weights, onChange }: OwnWeightsProps) {
  return (
    <fieldset className={classes.weights}>
      <legend className={classes.note}>How much each counts: 0 not at all, 5 most</legend>
      {criterionIds.map((id) => (
        <div key={id} className={classes.weight}>
          <span>{criteria[id].title}</span>
          <Slider
            size="sm"
            min={0}
            max={5}
            step={1}
            value={weights[id] ?? 0}
            onChange={(value) => onChange({ ...weights, [id]: value })}
            thumbLabel={criteria[id].title}
            label={null}
          />
          <span className={classes.count}>{weights[id] ?? 0}</span>
        </div>
      ))}
    </fieldset>
  )
}
