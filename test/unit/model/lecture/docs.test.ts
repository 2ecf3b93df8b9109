import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatQuantity, NO_BREAK_SPACE } from '../../../../main/model/format.ts'
import { lectureColumns, lectureRows } from '../../../../main/model/lecture/lectureTable.ts'
import { type Threshold, thresholds } from '../../../../main/model/lecture/thresholds.ts'
import { lectureUses } from '../../../../main/model/lecture/uses.ts'

// The formatter aligns tables with spaces.
const document = readFileSync(
  join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'lecture.md'),
  'utf8',
).replaceAll(/ +/g, ' ')

function describeLimits(threshold: Threshold): string {
  if (threshold.better === 'yes') return `| ${threshold.title} | yes has the best grade, no the worst |`
  const { title, unit, better, limits } = threshold
  const figures = limits.map(({ at }) => (unit === 'share' ? `${at * 100} %` : formatQuantity(at, unit)))
  return `| ${title} | at ${better === 'less' ? 'most' : 'least'} ${figures.join(', ')} |`.replaceAll(
    NO_BREAK_SPACE,
    ' ',
  )
}

/** The document is for people and written by hand; these are the lines that would lie once the data has changed. */
describe('docs/lecture.md', () => {
  it.each(Object.values<Threshold>(thresholds).map((threshold) => [threshold.title, threshold] as const))(
    'has the limits of %s as they are',
    (_, threshold) => expect(document).toContain(describeLimits(threshold)),
  )

  it.each(lectureRows.map((row) => [row.title, row] as const))('has the lecture’s words for %s', (title, row) => {
    const said = lectureColumns.map(({ id }) => row.words[id].said)
    expect(document).toContain(`| ${title} | ${said.join(' | ')} |`)
  })

  it.each(lectureUses.map((use) => [use.title, use] as const))('has the weights of %s', (title, use) => {
    const weights = use.weights.map(({ criterion, weight }) => `${criterion} ${weight}`)
    expect(document).toContain(`| ${title} | ${weights.join(', ')} |`)
  })
})
