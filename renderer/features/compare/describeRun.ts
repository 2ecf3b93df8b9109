import type { Run } from '../../../main/contract/run.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { formatDuration, formatPercent, formatQuantity } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { describeEnding, formatBudget } from '../../../main/model/runEnding.ts'
import { technologyTitles } from '../../../main/model/technologyTitles.ts'

/** What a reader of the table has to know of its run at once, each in a few words; a grade with its number. */
export function summariseRun(run: Run): readonly string[] {
  const { rounds, endedBy, status } = run
  const isUsual = status === 'completed' && endedBy === 'rounds'
  return [
    `${rounds.completed} of ${rounds.requested} rounds`,
    ...(isUsual ? [] : [describeEnding(run)]),
    `noise ${describeNoise(run)}`,
    ...describeTime(run).map((time) => `took ${time}`),
  ]
}

/** Everything the figures depend on that is not a contender's: how it was measured, and on what. */
export function listRunFacts(run: Run): Readonly<Record<string, string>> {
  const { rounds, calibration, environment, budgetMinutes } = run
  const { host } = environment
  const machine = [
    host.cpu,
    typeof host.cores === 'number' ? `${host.cores} cores` : null,
    typeof host.memoryBytes === 'number' ? formatQuantity(host.memoryBytes, 'bytes') : null,
  ]
  const [time] = describeTime(run)
  const facts: Readonly<Record<string, string | null | undefined>> = {
    run: run.id,
    started: formatWhen(run.startedAt),
    took: time,
    rounds: `${rounds.completed} of ${rounds.requested}, interleaved, seed ${run.seed}`,
    profile: run.profile,
    'time budget': budgetMinutes == null ? null : formatBudget(budgetMinutes),
    end: describeEnding(run),
    noise: describeNoise(run),
    'launch cost': calibration.launch === null ? '– (not calibrated)' : formatQuantity(calibration.launch.median, 'ms'),
    host: joinKnown(machine, ', '),
    system: joinKnown([host.os, host.kernel === undefined ? null : `kernel ${host.kernel}`], ', '),
    engines: joinKnown(
      Object.entries(environment.engines)
        .filter(([id]) => id !== 'host')
        .map(([id, { version }]) => (version ? `${technologyTitles[id as Technology] ?? id} ${version}` : null)),
      ', ',
    ),
  }
  return Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => Boolean(fact[1])))
}

function describeNoise({ noise }: Run): string {
  return noise === null ? '– (too few rounds)' : `${noise.grade.toUpperCase()} (${formatPercent(noise.spread)})`
}

function describeTime({ startedAt, endedAt }: Run): readonly string[] {
  const took = endedAt === null ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt)
  return took >= 0 ? [formatDuration(took)] : []
}

function joinKnown(parts: readonly unknown[], between: string): string {
  return parts.filter((part) => part !== null && part !== undefined).join(between)
}
