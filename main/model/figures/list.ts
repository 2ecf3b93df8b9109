import { listAmountFigures } from './amounts.ts'
import { listCostFigures } from './costs.ts'
import { listDensityFigures } from './density.ts'
import { listFactsFigures } from './facts.ts'
import type { Figure, FigureContext } from './figure.ts'
import { listPhasesFigures } from './phases.ts'
import { listRoundsFigures } from './rounds.ts'

/** Every figure a run gives rise to, by the kinds of its metrics; none has to be named here. */
export function listFigures(context: FigureContext): readonly Figure[] {
  const [startup, ...otherRounds] = listRoundsFigures(context)
  return [
    ...(startup ? [startup] : []),
    ...listPhasesFigures(context),
    ...listCostFigures(context),
    ...listAmountFigures(context),
    ...listDensityFigures(context),
    ...listFactsFigures(context),
    ...otherRounds,
  ]
}
