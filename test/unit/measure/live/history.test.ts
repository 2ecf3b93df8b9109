import { describe, expect, it } from 'vitest'
import { createUsageHistory, type UsageHistory } from '../../../../main/measure/live/history.ts'

const second = 1_000
const minute = 60_000
/** On a full minute. */
const start = 1_800_000_000_000

/** A value every second, as while somebody looks, from `from` until before `to`. */
function writeEverySecond(history: UsageHistory, key: string, from: number, to: number, value: number): void {
  for (let at = from; at < to; at += second) {
    history.write(key, { cpuShare: value, memoryBytes: value * 1024 }, at, at > from ? at - second : null)
  }
}

describe('the history of use', () => {
  it('has the last 15 minutes at one second, up to now', () => {
    const history = createUsageHistory()
    writeEverySecond(history, 'docker:a', start, start + 10 * second, 0.5)
    const short = history.read('docker:a', 'short', start + 11 * second)
    expect(short).toMatchObject({ from: start + 11 * second - 899 * second, stepMs: 1_000 })
    expect(short.cpuShare).toHaveLength(900)
    expect(short.cpuShare.slice(-13)).toEqual([null, ...new Array(10).fill(0.5), null, null])
    expect(short.memoryBytes.slice(-3)).toEqual([512, null, null])
  })

  it('has the last 24 hours as means of a minute', () => {
    const history = createUsageHistory()
    writeEverySecond(history, 'docker:a', start, start + 30 * second, 1)
    writeEverySecond(history, 'docker:a', start + 30 * second, start + minute, 3)
    writeEverySecond(history, 'docker:a', start + minute, start + 2 * minute, 8)
    const long = history.read('docker:a', 'long', start + 2 * minute)
    expect(long).toMatchObject({ from: start + 2 * minute - 1_439 * minute, stepMs: 60_000 })
    expect(long.cpuShare).toHaveLength(1_440)
    expect(long.cpuShare.slice(-4)).toEqual([null, 2, 8, null])
  })

  it('draws time nobody looked as a gap', () => {
    const history = createUsageHistory()
    writeEverySecond(history, 'docker:a', start, start + 3 * second, 1)
    writeEverySecond(history, 'docker:a', start + 5 * second, start + 7 * second, 2)
    const { cpuShare } = history.read('docker:a', 'short', start + 6 * second)
    expect(cpuShare.slice(-7)).toEqual([1, 1, 1, null, null, 2, 2])
    writeEverySecond(history, 'docker:a', start + 10 * minute, start + 10 * minute + second, 3)
    const long = history.read('docker:a', 'long', start + 10 * minute)
    expect(long.cpuShare.slice(-11)).toEqual([expect.closeTo(1.4), ...new Array(9).fill(null), 3])
  })

  it('fills the seconds between two readings of a slow look: the later is their mean', () => {
    const history = createUsageHistory()
    history.write('docker:a', { cpuShare: 1, memoryBytes: 1 }, start, null)
    history.write('docker:a', { cpuShare: 2, memoryBytes: 2 }, start + 5 * second, start)
    expect(history.read('docker:a', 'short', start + 5 * second).cpuShare.slice(-6)).toEqual([1, 2, 2, 2, 2, 2])
  })

  it('keeps one figure where the other is not known', () => {
    const history = createUsageHistory()
    history.write('docker:a', { cpuShare: null, memoryBytes: 5 }, start, null)
    const { cpuShare, memoryBytes } = history.read('docker:a', 'short', start)
    expect([cpuShare.at(-1), memoryBytes.at(-1)]).toEqual([null, 5])
  })

  it('is a gap all over of what it does not know', () => {
    const { cpuShare } = createUsageHistory().read('docker:never', 'short', start)
    expect(cpuShare).toHaveLength(900)
    expect(cpuShare.every((value) => value === null)).toBe(true)
  })

  it('holds memory within 1 part in 10 million', () => {
    const history = createUsageHistory()
    const bytes = 23 * 2 ** 30 + 12_345
    history.write('qemu:m', { cpuShare: 0, memoryBytes: bytes }, start, null)
    const [read = 0] = history.read('qemu:m', 'short', start).memoryBytes.slice(-1)
    expect(Math.abs((read ?? 0) - bytes) / bytes).toBeLessThan(1e-7)
  })

  describe('with as many series as there may be', () => {
    const lastOf = (history: UsageHistory, key: string, now: number) =>
      history.read(key, 'short', now).cpuShare.findLast((value) => value !== null)

    it('gives up the one that has been silent longest for a new one', () => {
      const history = createUsageHistory(2)
      history.write('docker:a', { cpuShare: 1, memoryBytes: null }, start, null)
      history.write('docker:b', { cpuShare: 2, memoryBytes: null }, start + second, null)
      history.write('docker:a', { cpuShare: 1, memoryBytes: null }, start + 2 * second, null)
      const now = start + 2 * minute
      history.write('docker:c', { cpuShare: 3, memoryBytes: null }, now, null)
      expect(['a', 'b', 'c'].map((name) => lastOf(history, `docker:${name}`, now))).toEqual([1, undefined, 3])
    })

    it('has none of a new one while all are in use, so that none pushes the other out every second', () => {
      const history = createUsageHistory(2)
      for (let at = start; at < start + 10 * second; at += second) {
        for (const name of ['a', 'b', 'c'])
          history.write(`docker:${name}`, { cpuShare: 1, memoryBytes: null }, at, null)
      }
      const now = start + 9 * second
      expect(['a', 'b', 'c'].map((name) => lastOf(history, `docker:${name}`, now))).toEqual([1, 1, undefined])
    })

    it('takes no more than it says', () => {
      const history = createUsageHistory()
      const before = process.memoryUsage().arrayBuffers
      for (let i = 0; i < 1_000; i++) history.write(`docker:${i}`, { cpuShare: 1, memoryBytes: 1 }, start, null)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400 * 18_720 * 1.1)
    })
  })
})
