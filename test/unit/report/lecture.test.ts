import { describe, expect, it } from 'vitest'
import type { Run } from '../../../main/contract/run.ts'
import { NO_BREAK_SPACE } from '../../../main/model/format.ts'
import { renderLecture } from '../../../main/report/lecture.ts'
import { absent, bestMetrics, emulated, measured, share, takePart } from '../../support/lectureRun.ts'
import { exampleRun } from '../../support/runExample.ts'

const contenders = [
  takePart('venv', { ...bestMetrics(), abilities: share(5, 9) }, { title: 'Python venv' }),
  takePart('docker', { ...bestMetrics(), density: absent('PSS cannot be read here') }, { title: 'Docker' }),
  takePart('qemu', { ...bestMetrics(), startup: measured(2_300, 'ms') }, { title: 'QEMU', labels: emulated }),
]
/** So wide that no cell is broken into lines, with plain spaces. */
const run: Run = { ...exampleRun(1), metrics: 'all', contenders, status: 'completed', warnings: [] }

const [table = '', claims = '', uses = ''] = renderLecture(run, 2_000).map((section) =>
  section.replaceAll(NO_BREAK_SPACE, ' '),
)

describe('the lecture’s table in a terminal', () => {
  it('has a column for each of the lecture’s and a row for each of its questions', () => {
    expect(table).toMatch(/^The lecture’s table, answered\n/)
    expect(table).toMatch(/Virtual env +Docker +VM +JupyterHub/)
    for (const row of ['Computational', 'Deployment', 'Versatility', 'Portability']) expect(table).toContain(`\n${row}`)
  })

  it('has the lecture’s word beside ours, and what is missing', () => {
    expect(table).toContain('lecture: bit high then easy')
    expect(table).toContain('here: medium')
    expect(table).toContain('PSS cannot be read here')
    expect(table).toContain('not measurable here: emulated')
  })

  it('keeps to the width', () => {
    for (const width of [60, 140]) {
      const lines = renderLecture(run, width).slice(1).join('\n').split('\n')
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
    }
  })
})

describe('the lecture’s sentences in a terminal', () => {
  it('stand with the figure that answers them, or why none does', () => {
    expect(claims).toContain('“Containers instantiate in seconds”: agrees. Docker: start-up 50.0 ms')
    expect(claims).toContain('“Boot up time is in minutes”: not measurable here. QEMU: emulated: start-up 2.30 s')
  })
})

describe('what the figures say', () => {
  it('names who is ranked for each use and who is not', () => {
    expect(uses).toMatch(/^What this says\n {2}Computational science: /)
    expect(uses).toContain('not ranked: VM: emulated')
    expect(uses).toContain('not ranked: JupyterHub: no JupyterHub took part in this run')
    expect(uses.match(/counted on \d+ % of the weight/g)).toHaveLength(4)
  })
})
