import { expect, test, vi } from 'vitest'
import { drawStackChart, findLateBeginning, type Stack } from '../../../../main/model/charts/stackChart.ts'
import { createTimeScale } from '../../../../main/model/charts/timeScale.ts'
import { serialiseDrawing } from '../../../../main/model/drawing/serialiseDrawing.ts'
import { technologyLooks } from '../../../../main/model/technologyLook.ts'

const unit = { unit: 'ratio', least: 0.1, format: (value: number) => `${(value * 100).toFixed(1)} %` } as const
const start = Date.parse('2026-01-01T12:00:00.000Z') / 1000

function draw(...sums: (number | null)[][]): string {
  const stack: Stack = {
    technologies: (['docker', 'qemu'] as const).slice(0, sums.length),
    times: (sums[0] ?? []).map((_, index) => start + index),
    sums,
  }
  return serialiseDrawing(drawStackChart('cpu', 'CPU', stack, unit))
}

const linesOf = (svg: string) => [...svg.matchAll(/class="line fine"[^>]*d="(M[^"]*L[^"]*)"/g)].map(([, d]) => d ?? '')

test('a gap breaks the line and what is filled below it, and a value between two gaps is a point', () => {
  const svg = draw([1, 2, null, 3, null, 4, 5])
  expect(linesOf(svg)[0]?.match(/M/g)).toHaveLength(3)
  expect(svg.match(/<circle/g)).toHaveLength(1)
  expect(draw([1, 2, 3])).not.toContain('<circle')
})

test('what is filled reaches down to the technology below, and to zero where that is not known', () => {
  const areas = [...draw([1, null], [3, 2]).matchAll(/class="area" d="M([^"]*)Z"/g)].map(([, d]) => d?.split('L'))
  const [lower, upper] = areas
  const yOf = (place: string | undefined) => Number(place?.split(' ')[1])
  expect(upper).toHaveLength(4)
  // Back along the base: first the time where Docker is not known.
  expect(yOf(upper?.[2])).toBe(yOf(lower?.[1]))
  expect(yOf(upper?.[3])).toBe(yOf(lower?.[0]))
})

test('values that begin later than the times are told from those that fill them', () => {
  const stack = (...values: (number | null)[]): Stack => ({
    technologies: ['docker'],
    times: values.map((_, index) => start + index),
    sums: [values],
  })
  expect(findLateBeginning(stack(null, null, 3, null))).toBe(start + 2)
  expect(findLateBeginning(stack(1, null, 3))).toBeNull()
  expect(findLateBeginning(stack(null, null))).toBeNull()
})

test('the legend of every technology at once fits', () => {
  const technologies = Object.keys(technologyLooks) as Stack['technologies']
  const svg = serialiseDrawing(
    drawStackChart('cpu', 'CPU', { technologies, times: [start], sums: technologies.map(() => [1]) }, unit),
  )
  const [, x, name] = [...svg.matchAll(/class="name" x="([\d.]+)" y="12">(\w+)</g)].at(-1) ?? []
  expect(name).toBe('JupyterHub')
  expect(Number(x) + 10 * 7).toBeLessThan(720)
})

test('says in words what it shows', () => {
  expect(draw([0.1, 0.5])).toMatch(/<desc[^>]*>On top of each other, .*2026, .*\. Up to Docker: 10\.0 % to 50\.0 %\.</)
  expect(draw([null, null])).toContain('Nothing is known yet.')
})

test('the axis of time has few marks, at whole minutes or hours of the clock', () => {
  for (const [seconds, step] of [
    [60, 60],
    [900, 120],
    [5_400, 900],
    [86_340, 10_800],
  ] as const) {
    const { ticks, place } = createTimeScale({ from: start + 7, to: start + 7 + seconds }, 0, 100)
    expect(ticks.length).toBeGreaterThan(0)
    expect(ticks.length).toBeLessThan(10)
    for (const { at } of ticks.slice(1)) expect((at - (ticks[0]?.at ?? 0)) % step).toBe(0)
    for (const { at } of ticks) expect(place(at)).toBeGreaterThanOrEqual(0)
  }
})

test('marks of a day stand at whole hours also where the clock is half an hour off', () => {
  vi.stubEnv('TZ', 'Asia/Kolkata')
  const texts = createTimeScale({ from: start, to: start + 86_340 }, 0, 100).ticks.map(({ text }) => text)
  vi.unstubAllEnvs()
  expect(texts).toEqual(['18:00', '21:00', '00:00', '03:00', '06:00', '09:00', '12:00', '15:00'])
})

test('an axis of one time or of none is no error', () => {
  expect(createTimeScale({ from: start, to: start }, 0, 100).place(start)).toBe(100)
  expect(createTimeScale(null, 0, 100).ticks).toEqual([])
})
