import type { RoundRecord, Run, RunWarning } from '../../../contract/run.ts'

/** Doubts about the machine while the rounds ran. */
export function warnOfRounds(records: readonly RoundRecord[]): readonly RunWarning[] {
  const measured = records.filter(({ round }) => round > 0)
  const contended = measured.filter((record) => record.contended).length
  if (contended === 0) return []
  const message = `In ${contended} of ${measured.length} rounds more tasks wanted to run than there are cores: wall times are not those of an idle machine.`
  return [{ code: 'contended', message }]
}

export function warnOfNoise(noise: Run['noise']): readonly RunWarning[] {
  if (noise === null || noise.grade === 'low') return []
  const message = `Noise ${noise.grade.toUpperCase()}: the same work on the host varied by ${(noise.spread * 100).toFixed(1)} % between rounds.`
  return [{ code: 'noise', message }]
}
