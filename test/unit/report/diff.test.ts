import { expect, test } from 'vitest'
import { diffRuns } from '../../../main/model/diff/diffRuns.ts'
import { renderDiff } from '../../../main/report/diff.ts'
import { finishedRun } from '../../support/finishedRun.ts'

/** With plain spaces, a line for each line. */
function renderLines(...[before, after]: Parameters<typeof diffRuns>): readonly string[] {
  return renderDiff(diffRuns(before, after), 200).replaceAll('\u00a0', ' ').split('\n')
}

function findLine(lines: readonly string[], beginning: RegExp): string {
  return lines.find((line) => beginning.test(line)) ?? `no line ${beginning}`
}

test('a change is shown with both medians, its shift and interval, its share and what it says', () => {
  const lines = renderLines(finishedRun(), finishedRun({ number: 2, dockerFactor: 1.5 }))
  expect(findLine(lines, /^docker +startup /)).toMatch(
    /^docker +startup +233 ms +350 ms +\+117 ms +\d+–\d+ ms +\+50\.\d % +[<0]\S+ +significant$/,
  )
  expect(findLine(lines, /^venv +startup /)).toMatch(/0 ms .* 0\.0 % +1\.000 +\S/)
})

test('what is not the same besides the figures comes before them, with its consequence', () => {
  const after = finishedRun({ number: 2 })
  const other = { ...after, environment: { ...after.environment, host: { ...after.environment.host, kernel: '6.9' } } }
  const lines = renderLines(finishedRun(), { ...other, status: 'cancelled' })
  expect(lines).toContain('  kernel: 6.1 → 6.9 (start-up, system calls and memory depend on it)')
  expect(lines).toContain('  20260102T030405-000002 is cancelled.')
  expect(lines.indexOf('Read with care')).toBeLessThan(lines.findIndex((line) => line.startsWith('CONTENDER')))
})

test('what only one run has, and what is of different work, is named', () => {
  const after = finishedRun({ number: 2 })
  const lines = renderLines(finishedRun(), {
    ...after,
    workload: { ...after.workload, cpuScale: 0.5 },
    contenders: after.contenders.filter(({ id }) => id !== 'venv'),
  })
  expect(lines).toContain('  venv: only in the run before')
  expect(lines).toContain('  docker.cpu_cost: of different work: its scale was 1 and is 0.5')
})

test('a terminal gets no control characters from a file that somebody else wrote', () => {
  const before = finishedRun()
  const [host, ...others] = before.contenders
  if (!host) throw new Error('no host')
  const text = renderDiff(
    diffRuns(before, { ...before, contenders: [{ ...host, labels: { python: '3\u001b[2J' } }, ...others] }),
  )
  expect(text).toContain('host: python: not known → 3')
  expect(text).not.toContain('\u001b')
})
