import { describe, expect, it } from 'vitest'
import { buildLectureAnswer } from '../../../../main/model/lecture/answer.ts'
import { bestMetrics, takePart } from '../../../support/lectureRun.ts'

const contenders = [takePart('host'), takePart('venv', bestMetrics())]

describe('the answer to the lecture', () => {
  it('has a cell for every question and column, the claims, and the four uses', () => {
    const answer = buildLectureAnswer({ contenders, status: 'completed', warnings: [] })
    expect(answer.columns.map(({ id }) => id)).toEqual(['venv', 'docker', 'vm', 'jupyterhub'])
    expect(answer.rows.map(({ id }) => id)).toEqual(['cost', 'deployment', 'versatility', 'portability'])
    for (const { cells } of answer.rows)
      expect(cells.map(({ column }) => column)).toEqual(answer.columns.map(({ id }) => id))
    expect(answer.claims.length).toBeGreaterThanOrEqual(12)
    expect(answer.uses).toHaveLength(4)
    expect(answer.doubts).toEqual([])
  })

  it('says before everything else when the machine was restless, or the run was not finished', () => {
    const warnings = [
      { code: 'noise', message: 'Noise HIGH.' },
      { code: 'outliers', message: 'One outlier.' },
    ] as const
    const { doubts } = buildLectureAnswer({ contenders, status: 'cancelled', warnings: [...warnings] })
    expect(doubts).toEqual([
      'The run is cancelled: what is missing may only not have been measured yet.',
      'Noise HIGH.',
    ])
  })
})
