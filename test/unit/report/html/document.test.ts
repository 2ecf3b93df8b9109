import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { renderHtml } from '../../../../main/report/html/document.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const run = finishedRun()
const html = renderHtml(run)

function section(id: string): string {
  const found = new RegExp(`<section [^>]*id="${id}">.*?</section>`, 's').exec(html)?.[0]
  if (!found) throw new Error(`no section ${id}`)
  return found
}

describe('one HTML file', () => {
  test('holds no script, handler, link, style attribute or address to load from', () => {
    expect(html).not.toMatch(/<(script|link|iframe|img|object|embed|base|form|a)\b/i)
    expect(html).not.toMatch(/\s(on\w+|style|src|href|srcset)=/i)
    expect(html).not.toMatch(/url\(|@import|https?:/i)
  })

  test('has a policy that allows nothing but its own style sheet', () => {
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'")
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`)
  })

  test('shows every cell of the comparison', () => {
    const shown = html.replaceAll(/<[^>]*>/g, '')
    for (const { cells } of buildComparisonTable(run).rows) {
      for (const cell of cells) if (cell.kind === 'number') expect(shown).toContain(cell.value)
    }
  })

  test('every drawing has a title and a description that it names', () => {
    const drawings = [...html.matchAll(/<svg class="chart"[^>]*aria-labelledby="([^"]+)".*?<\/svg>/gs)]
    expect(drawings.length).toBeGreaterThan(6)
    for (const [drawing, names = ''] of drawings) {
      for (const name of names.split(' ')) expect(drawing).toMatch(new RegExp(`<(title|desc) id="${name}">[^<]+<`))
    }
  })

  test('no id is there twice and every tag is closed', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const open: string[] = []
    for (const [, close, name = '', selfClosing] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(name)
      else if (!selfClosing && name !== 'meta') open.push(name)
    }
    expect(open).toEqual([])
  })

  test('reads in both themes, each technology by its colour in each', () => {
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html.match(/\.t-docker\{color:#[0-9a-f]{6}\}/g)).toHaveLength(2)
  })
})

describe('the figures', () => {
  test('show every start-up, the warm-up hollow, the outlier ringed', () => {
    const docker = section('rounds-startup')
    expect(docker.match(/<path class="hollow"/g)).toHaveLength(4)
    expect(docker.match(/class="ring"/g)).toHaveLength(1)
    expect(docker).toContain('round 5, 2.00\u00a0s, outlier, kept')
  })

  test('cross what is left out, and leave a failed sample to the table', () => {
    expect(section('rounds-stop').match(/class="cross"/g)).toHaveLength(1)
    expect(section('rounds-kill')).toContain('1 failed')
  })

  test('draw what the phases do not explain as an empty box', () => {
    expect(section('phases-startup').match(/<rect class="unexplained"/g)).toHaveLength(1)
    expect(section('phases-startup')).toContain('Docker, 233\u00a0ms in all: create 70.0\u00a0ms, network 140\u00a0ms')
  })

  test('have memory of the first instance and what runs once, and say why others have none', () => {
    const memory = section('amount-memory-idle')
    expect(memory).toContain('13.2\u00a0MiB + 87.7\u00a0MiB')
    expect(memory).toContain('Docker, Python</th><td>– (skipped:')
  })

  test('mark a projection as one and name its limit', () => {
    const density = section('points-density')
    expect(density).toMatch(/<path class="line dashed"/)
    expect(density).toContain('projected: ≈\u00a01023, then the bridge&#39;s ports')
    expect(density).toContain('other programs moved it')
  })

  test('have a column for each contender in the matrix of facts, also for one without', () => {
    const isolation = section('facts-isolation')
    expect(isolation).toContain('<th scope="row">Same kernel</th><td></td><td></td><td>yes</td>')
    expect(isolation).toContain('(stated: the manual)')
  })
})

test('a metric of any name is shown by its kind alone', () => {
  const [host, ...others] = run.contenders
  if (!host) throw new Error('no host')
  const roundtrip = { kind: 'facts' as const, summary: 'the same checksum', facts: [] }
  const other = renderHtml({ ...run, contenders: [{ ...host, metrics: { ...host.metrics, roundtrip } }, ...others] })
  expect(other).toContain('id="facts-roundtrip"')
  expect(other).toContain('the same checksum')
})

test('a run that measured nothing is shown too', () => {
  const empty = renderHtml({ ...run, contenders: run.contenders.slice(-1), samples: [], warnings: [] })
  expect(empty).toContain('– skipped:')
  expect(empty).not.toContain('<svg class="chart"')
})
