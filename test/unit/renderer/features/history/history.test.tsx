import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test, vi } from 'vitest'
import type { RunHead } from '../../../../../main/contract/run.ts'
import { diffRuns } from '../../../../../main/model/diff/diffRuns.ts'
import { buildTrend, type TrendRun } from '../../../../../main/model/trend/buildTrend.ts'
import { DiffResult } from '../../../../../renderer/features/history/RunsDiff.tsx'
import { RunsTable } from '../../../../../renderer/features/history/RunsTable.tsx'
import { TrendTable } from '../../../../../renderer/features/history/TrendTable.tsx'
import { finishedRun, hostileText } from '../../../../support/finishedRun.ts'
import { upgradedRuns } from '../../../../support/trendRun.ts'

vi.mock('../../../../../renderer/client.ts', () => ({ client: {} }))

const render = (node: ReactNode) =>
  renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>)
    .replaceAll('\u00a0', ' ')
    .replaceAll('−', '-')
const before = finishedRun()

describe('what changed between two runs', () => {
  test('is a row per figure with its shift, interval and verdict', () => {
    const html = render(<DiffResult diff={diffRuns(before, finishedRun({ number: 2, dockerFactor: 1.4 }))} />)
    const row = html.match(/<tr[^>]*>(?:(?!<\/tr>).)*docker(?:(?!<\/tr>).)*Start-up, probe.*?<\/tr>/s)?.[0] ?? ''
    expect(row).toMatch(/\+9\d\.\d ms/)
    expect(row).toMatch(/\d to \+?\d|\d–\d/)
    expect(row).toContain('+40.0 %')
    expect(row).toContain('>significant<')
    expect(html).toMatch(/\d of \d+ tested figures changed significantly/)
  })

  test('is read with care when the environment is not the same, before any figure', () => {
    const host = { ...before.environment.host, kernel: '6.9' }
    const after = { ...finishedRun({ number: 2 }), environment: { ...before.environment, host } }
    const html = render(<DiffResult diff={diffRuns(before, after)} />)
    expect(html).toContain('kernel: 6.1 → 6.9')
    expect(html.indexOf('kernel: 6.1')).toBeLessThan(html.indexOf('<table'))
    expect(html).toContain('No significant change')
  })

  test('says that there are too few rounds instead of a verdict, and that there is no interval', () => {
    const html = render(
      <DiffResult diff={diffRuns(finishedRun({ rounds: 2 }), finishedRun({ number: 2, rounds: 2 }))} />,
    )
    expect(html).toContain('Too few rounds to tell any change from noise.')
    expect(html).toContain('2 samples: none')
    expect(html).not.toContain('>significant<')
  })
})

describe('a trend', () => {
  test('has a dash where a run lacks a contender, and says in which run what was upgraded', () => {
    const [first, ...rest] = upgradedRuns()
    const without = { ...first, contenders: first?.contenders.filter(({ id }) => id !== 'qemu') } as TrendRun
    const html = render(<TrendTable trend={buildTrend('startup', [without, ...rest])} onOpen={() => undefined} />)
    const rows = html.match(/<tr.*?<\/tr>/gs) ?? []
    expect(rows).toHaveLength(4)
    expect(rows[1]).toContain('Docker: 20.10 → 24.0')
    expect(rows[3]).toContain('– not in this run')
  })
})

describe('the list of runs', () => {
  const head = (id: string, change: Partial<RunHead> = {}): RunHead => ({
    ...{ id, startedAt: before.startedAt, endedAt: before.endedAt, status: 'completed', endedBy: 'rounds' },
    ...{ profile: 'quick', contenders: ['host', 'docker:python'], rounds: { requested: 6, completed: 6 } },
    ...{ note: '', noise: { grade: 'low', spread: 0.012 }, bytes: 1000 },
    ...change,
  })
  const draw = (heads: readonly RunHead[], ticked: readonly string[] = []) =>
    render(
      <RunsTable
        heads={heads}
        ticked={new Set(ticked)}
        onTick={() => undefined}
        onOpen={() => undefined}
        onDelete={() => undefined}
      />,
    )

  test('has a grade with its figure, and a dash with its reason where there is none', () => {
    const html = draw([head('a'), head('b', { noise: null })])
    expect(html).toMatch(/LOW<small>1\.2 %/)
    expect(html).toMatch(/–<span[^>]*> too few rounds/)
  })

  test('shows a note as text, whatever is in it', () => {
    expect(draw([head('a', { note: hostileText })])).not.toContain('<script>')
  })

  test('is one stop of the Tab key: what stands in the other rows is out of its way', () => {
    const html = draw([head('a'), head('b')])
    const [, first = '', second = ''] = html.match(/<tr.*?<\/tr>/gs) ?? []
    expect(first).toMatch(/^<tr[^>]*tabindex="0"/i)
    expect(second.match(/tabindex="-1"/gi)?.length).toBeGreaterThanOrEqual(4)
    expect(second).not.toMatch(/tabindex="0"/i)
  })

  test('a run that is going on cannot be ticked', () => {
    expect(draw([head('a', { status: 'running' })])).toMatch(
      /<input[^>]*(disabled=""[^>]*Tick the run|Tick the run[^>]*disabled="")/,
    )
  })

  test('draws a hundred rows at once, and says how many are to come', () => {
    const html = draw(Array.from({ length: 130 }, (_, index) => head(`run-${index}`)))
    expect(html.match(/<tr/g)).toHaveLength(101)
    expect(html).toContain('Show 30 more')
  })
})
