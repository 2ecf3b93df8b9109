import { expect, test } from 'vitest'
import type { Sample } from '../../../main/contract/run.ts'
import { sampleSchema } from '../../../main/contract/run.ts'
import { renderCsv } from '../../../main/report/csv.ts'
import { finishedRun } from '../../support/finishedRun.ts'

/** RFC 4180 by the letter, so that what is written is read by other rules than those it was written by. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  while (fields.lastIndex < text.length) {
    const at = fields.lastIndex
    const [, quoted, plain, end] = fields.exec(text) ?? []
    if (end === undefined) throw new Error(`not CSV at ${at}: ${text.slice(at, at + 40)}`)
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

function readRows(samples: readonly Sample[]): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = parseCsv(renderCsv({ id: '20260102T030405-000001', samples: [...samples] }))
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])))
}

const key = { round: 1, order: 0, first: false, contender: 'host', metric: 'startup' } as const
const good = { ...key, ok: true, value: 1.5, unit: 'ms', outlier: false, contended: false } as const

function failed(message: string, detail?: string): Sample {
  return { ...key, ok: false, error: { code: 'timeout', engine: 'docker', message, ...(detail && { detail }) } }
}

test('every sample is a row with as many cells as the head, and every line ends as RFC 4180 says', () => {
  const { id, samples } = finishedRun()
  const rows = parseCsv(renderCsv({ id, samples }))
  expect(rows).toHaveLength(samples.length + 1)
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0]?.length]))
})

test('every field a sample can have is a column', () => {
  const [ok, notOk] = sampleSchema.options
  const fields = [...Object.keys(ok.shape), ...Object.keys(notOk.shape)].filter((name) => name !== 'error')
  const errorFields = Object.keys(notOk.shape.error.shape).map((name) => `error_${name}`)
  const [head] = parseCsv(renderCsv({ id: 'x', samples: [] }))
  expect(head).toEqual(expect.arrayContaining([...fields, ...errorFields]))
})

test('a number reads back as the same number, and a negative one is not touched', () => {
  for (const value of [-0.1 - 0.2, 1e-9, 12345678901234, 0]) {
    expect(Number(readRows([{ ...good, value }])[0]?.value)).toBe(value)
  }
  expect(renderCsv({ id: 'x', samples: [{ ...good, value: -5 }] })).toContain(',-5,ms,')
})

test('a failed sample has its error and no value', () => {
  const [row] = readRows([failed('Too slow, "sorry".', 'line one\r\nline two')])
  expect(row).toMatchObject({
    ok: 'false',
    value: '',
    unit: '',
    error_code: 'timeout',
    error_message: 'Too slow, "sorry".',
    error_detail: 'line one\r\nline two',
  })
})

test.each(['=1+2', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
  'a text that begins like a formula, %j, is no formula',
  (text) => {
    expect(readRows([failed(text)])[0]?.error_message).toBe(`'${text}`)
  },
)

test('a text with such a sign further on is as it was', () => {
  expect(readRows([failed('a=1')])[0]?.error_message).toBe('a=1')
})
