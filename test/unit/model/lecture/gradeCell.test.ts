import { describe, expect, it } from 'vitest'
import type { ContenderSummary } from '../../../../main/contract/run.ts'
import { gradeCell, type LectureCell } from '../../../../main/model/lecture/gradeCell.ts'
import { type ColumnId, lectureColumns, lectureRows } from '../../../../main/model/lecture/lectureTable.ts'
import {
  absent,
  bestMetrics,
  density,
  emulated,
  facts,
  measured,
  once,
  share,
  takePart,
} from '../../../support/lectureRun.ts'

const MIB = 2 ** 20

function answer(
  rowId: (typeof lectureRows)[number]['id'],
  columnId: ColumnId,
  ...contenders: readonly ContenderSummary[]
): LectureCell {
  const row = lectureRows.find(({ id }) => id === rowId)
  const column = lectureColumns.find(({ id }) => id === columnId)
  if (!row || !column) throw new Error('no such cell')
  return gradeCell(row, column, contenders)
}

describe('the grade of a cell', () => {
  it('is the worst of its figures, and says which decides', () => {
    const docker = takePart('docker', { ...bestMetrics(), disk_cost: measured(1.9, 'ratio') })
    const cell = answer('cost', 'docker', docker)
    expect(cell).toMatchObject({ word: 'medium', agreement: 'disagrees', provisional: false })
    expect(cell.why).toBe('1 step worse than the lecture says')
    expect(cell.figures.filter(({ decides }) => decides).map(({ id }) => id)).toEqual(['disk_cost'])
  })

  it('agrees when it is the lecture’s own word', () => {
    const venv = takePart('venv', bestMetrics())
    expect(answer('cost', 'venv', venv)).toMatchObject({ said: 'low', word: 'low', agreement: 'agrees', why: '' })
  })

  it('disagrees when it is better than the lecture says, too', () => {
    const docker = takePart('docker', bestMetrics())
    const cell = answer('cost', 'docker', docker)
    expect(cell).toMatchObject({ word: 'low', agreement: 'disagrees', why: '1 step better than the lecture says' })
  })

  it('runs the other way for abilities: few of them are low', () => {
    expect(answer('versatility', 'venv', takePart('venv', { abilities: share(5, 9) }))).toMatchObject({
      word: 'medium',
      agreement: 'agrees',
    })
    expect(answer('versatility', 'venv', takePart('venv', { abilities: share(1, 9) }))).toMatchObject({
      word: 'low',
      why: '2 steps worse than the lecture says',
    })
  })

  it('is not made of what does not apply: an environment has no daemon', () => {
    const { memory_fixed: _, ...metrics } = bestMetrics()
    const cell = answer('cost', 'venv', takePart('venv', metrics))
    expect(cell.missing).toEqual([])
    expect(cell.figures.map(({ id }) => id)).not.toContain('memory_fixed')
  })
})

describe('a cell in which figures are missing', () => {
  const { density: _, ...withoutDensity } = bestMetrics()

  it('says so with the reason, and agrees only as far as it was measured', () => {
    const venv = takePart('venv', { ...withoutDensity, density: absent('PSS cannot be read here') })
    const cell = answer('cost', 'venv', venv)
    expect(cell).toMatchObject({ agreement: 'agrees', provisional: true })
    expect(cell.missing.map(({ id, reason }) => [id, reason])).toEqual([
      ['memory_marginal', 'PSS cannot be read here'],
      ['density', 'PSS cannot be read here'],
    ])
  })

  it('is certain all the same once a figure is worse than the lecture says', () => {
    const venv = takePart('venv', { ...withoutDensity, cpu_cost: measured(9, 'ratio') })
    expect(answer('cost', 'venv', venv)).toMatchObject({ agreement: 'disagrees', provisional: false })
  })

  it('is not measurable when nothing is there, with the reasons', () => {
    const docker = takePart('docker', { abilities: absent('what it can hold has not been described yet') })
    expect(answer('versatility', 'docker', docker)).toMatchObject({
      word: null,
      agreement: 'not measurable here',
      why: 'what it can hold has not been described yet',
    })
    expect(answer('portability', 'docker', docker)).toMatchObject({ why: 'not measured in this run' })
  })
})

describe('a virtual machine under software emulation', () => {
  const machine = takePart('qemu', bestMetrics(), { labels: emulated })

  it.each(lectureRows.map(({ id }) => id))('is not graded for %s, though its figures are shown', (row) => {
    const cell = answer(row, 'vm', machine)
    expect(cell).toMatchObject({ word: null, agreement: 'not measurable here', why: 'emulated' })
    expect(cell.figures.length).toBeGreaterThan(0)
    for (const { step, word, decides } of cell.figures) expect([step, word, decides]).toEqual([null, null, false])
  })

  it('is graded with hardware support', () => {
    const real = takePart('qemu', bestMetrics(), { labels: { accelerator: 'KVM' } })
    expect(answer('cost', 'vm', real)).toMatchObject({ word: 'low', agreement: 'disagrees' })
  })

  it('stands back behind one that is not emulated', () => {
    const full = takePart('qemu:full', bestMetrics(), { labels: emulated })
    const minimal = takePart('qemu', bestMetrics(), { labels: { accelerator: 'KVM' } })
    expect(answer('cost', 'vm', full, minimal).contender?.id).toBe('qemu')
  })
})

describe('“bit high then easy”', () => {
  const machine = (first: number, again: number | null) =>
    takePart('qemu:full', {
      ...bestMetrics(),
      deploy_uncached: once(first, 'ms'),
      deploy_cached: again === null ? absent('no cache is kept') : once(again, 'ms'),
    })
  const minutes = 60_000

  it('agrees when the first time is bit high and the second easy', () => {
    expect(answer('deployment', 'vm', machine(10 * minutes, 900))).toMatchObject({
      word: 'medium high, then low',
      agreement: 'agrees',
    })
  })

  it('disagrees when one of the two differs, and says which', () => {
    expect(answer('deployment', 'vm', machine(2_000, 900)).why).toBe(
      'the first time 3 steps better than the lecture says',
    )
    expect(answer('deployment', 'vm', machine(10 * minutes, 2 * minutes)).why).toBe(
      'after that 3 steps worse than the lecture says',
    )
  })

  it('is compared by the first time alone where the second is missing', () => {
    expect(answer('deployment', 'vm', machine(10 * minutes, null))).toMatchObject({
      word: 'medium high, then not measured',
      agreement: 'agrees',
      provisional: true,
    })
  })

  it('counts both times into one word where the lecture has one', () => {
    const docker = takePart('docker:python', { ...bestMetrics(), deploy_cached: once(2 * minutes, 'ms') })
    expect(answer('deployment', 'docker', docker)).toMatchObject({ word: 'medium high', agreement: 'disagrees' })
  })
})

describe('whose figures stand in a column', () => {
  const docker = takePart('docker', bestMetrics())
  const python = takePart('docker:python', bestMetrics())

  it('is the container with Python where the question is about a Python project', () => {
    expect(answer('deployment', 'docker', docker, python).contender?.id).toBe('docker:python')
    expect(answer('portability', 'docker', docker, python).contender?.id).toBe('docker:python')
    expect(answer('cost', 'docker', docker, python).contender?.id).toBe('docker')
  })

  it('is the full distribution before the minimal guest, which says what it is', () => {
    const minimal = takePart('qemu', bestMetrics())
    expect(answer('cost', 'vm', minimal, takePart('qemu:full', bestMetrics())).notes).toEqual([])
    expect(answer('cost', 'vm', minimal).notes).toEqual([expect.stringContaining('minimal guest')])
  })

  it('is nobody’s when it was skipped, with the reason', () => {
    const error = { code: 'not_installed', engine: 'docker', message: 'Docker is not installed.' } as const
    expect(answer('cost', 'docker', takePart('docker', {}, { status: 'skipped', error }))).toMatchObject({
      contender: null,
      agreement: 'not measurable here',
      why: 'Docker is not installed.',
    })
  })

  it('is nobody’s when it took no part', () => {
    expect(answer('cost', 'vm')).toMatchObject({ contender: null, why: 'no VM took part in this run' })
  })
})

describe('JupyterHub', () => {
  it('has the lecture’s question mark and N/A where it took no part', () => {
    expect(answer('cost', 'jupyterhub')).toMatchObject({ said: '?', agreement: 'not measurable here' })
    expect(answer('deployment', 'jupyterhub')).toMatchObject({ said: 'N/A' })
    expect(answer('portability', 'jupyterhub').why).toBe('no JupyterHub took part in this run')
  })

  it('would fill the question mark, with nothing to agree with', () => {
    expect(answer('cost', 'jupyterhub', takePart('jupyterhub', bestMetrics()))).toMatchObject({
      word: 'low',
      agreement: 'left open by the lecture',
    })
  })
})

describe('a doubt about a figure', () => {
  const doubts = (metrics: Parameters<typeof takePart>[1]) =>
    answer('cost', 'venv', takePart('venv', metrics)).figures.flatMap((figure) => figure.doubts)

  it('stands beside it when there were few rounds, or one', () => {
    expect(doubts({ cpu_cost: measured(1, 'ratio', { samples: [1, 1, 1], ci95: null }) })).toEqual([
      'few samples (3): no interval',
    ])
    expect(doubts({ disk_unique: once(MIB, 'bytes') })).toEqual(['measured once'])
  })

  it('stands beside it when its interval reaches over a limit', () => {
    expect(doubts({ cpu_cost: measured(1.04, 'ratio', { ci95: [1.03, 1.06] }) })).toEqual([
      'its range reaches into "medium low"',
    ])
    expect(doubts({ cpu_cost: measured(1.04, 'ratio', { ci95: [1.03, 1.05] }) })).toEqual([])
  })

  it('stands beside facts that are stated and not measured, or not known', () => {
    const abilities = facts({ a: true, b: false }, 'stated')
    expect(answer('versatility', 'venv', takePart('venv', { abilities })).figures[0]?.doubts).toEqual([
      '2 of 2 stated from documents, not measured',
    ])
    expect(
      answer('versatility', 'venv', takePart('venv', { abilities: facts({ a: true, b: true, c: null }) })).figures[0],
    ).toMatchObject({ text: '2 of 2', doubts: ['1 not known here', 'its range reaches into "medium high"'] })
  })
})

describe('a share', () => {
  it('is no figure when not even half of it is known', () => {
    const abilities = facts({ a: true, b: null })
    expect(answer('versatility', 'venv', takePart('venv', { abilities }))).toMatchObject({
      agreement: 'not measurable here',
      why: 'only 1 of 2 are known here',
    })
  })
})

describe('the memory of one instance more', () => {
  it('is by available memory where PSS cannot be read, and says so', () => {
    const points = density(MIB, 10)
    if (points.kind !== 'points') throw new Error('points')
    const byAvailable = {
      ...points,
      slope: {
        pss: { kind: 'absent', reason: 'no' },
        available: { kind: 'number', perInstance: 300 * MIB, ci95: null },
      },
    } as const
    const cell = answer('cost', 'venv', takePart('venv', { density: byAvailable }))
    expect(cell.figures.find(({ id }) => id === 'memory_marginal')).toMatchObject({
      value: 300 * MIB,
      word: 'medium high',
      doubts: ['by what available memory fell'],
    })
  })
})
