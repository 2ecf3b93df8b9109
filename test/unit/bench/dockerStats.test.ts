import { describe, expect, it } from 'vitest'
import { compareFigures, logOf } from '../../bench/live/agreement.ts'
import { parseDockerStats } from '../../bench/live/dockerStats.ts'

const line = (cpu: string, memory: string) =>
  `\u001b[2J\u001b[H{"BlockIO":"0B / 0B","CPUPerc":"${cpu}","Container":"0123456789ab","ID":"0123456789ab","MemPerc":"0.01%","MemUsage":"${memory}","Name":"web","NetIO":"0B / 0B","PIDs":"1"} \u001b[K`

describe('a line of docker stats', () => {
  it.each([
    ['9.97%', '17.29MiB / 23.43GiB', 0.0997, 17.29 * 2 ** 20],
    ['150.20%', '980KiB / 23.43GiB', 1.502, 980 * 1024],
    ['0.00%', '0B / 0B', 0, 0],
    ['--', '-- / --', null, null],
  ])('%s and %s', (cpu, memory, share, bytes) => {
    const stats = parseDockerStats(line(cpu, memory))
    expect(stats?.id).toBe('0123456789ab')
    if (share === null) expect(stats?.cpuShare).toBeNull()
    else expect(stats?.cpuShare).toBeCloseTo(share)
    expect(stats?.memory).toBe(bytes)
  })

  it('is not what clears the screen', () => {
    expect(parseDockerStats('\u001b[2J\u001b[H')).toBeNull()
  })
})

describe('the agreement with docker stats', () => {
  const compare = (ours: [number, number], theirs: [number, number], limits: [string, number][] = []) => {
    const logs = { ours: logOf(), theirs: logOf() }
    logs.ours.add('a', ...ours)
    logs.theirs.add('a', ...theirs)
    return compareFigures(['a'], logs, new Map(limits))
  }

  it('holds within 5 %, or within what cannot be told apart', () => {
    expect(compare([0.104, 104e6], [0.1, 100e6]).holds).toBe(true)
    expect(compare([0.1, 5e6], [0.1, 4.2e6]).holds).toBe(true)
    expect(compare([0.108, 100e6], [0.1, 100e6])).toMatchObject({ holds: false, ours: { off: 1 } })
    expect(compare([0.1, 5.3e6], [0.1, 4e6]).holds).toBe(false)
  })

  it('has the limit for a reference where one holds a container', () => {
    expect(compare([0.1, 100e6], [0.093, 100e6], [['a', 0.1]]).holds).toBe(true)
    expect(compare([0.093, 100e6], [0.093, 100e6], [['a', 0.1]]).holds).toBe(false)
  })

  it('does not hold where nothing worked or one side never spoke', () => {
    expect(compare([0, 1e6], [0, 1e6]).holds).toBe(false)
    expect(compareFigures(['a'], { ours: logOf(), theirs: logOf() }, new Map())).toMatchObject({
      holds: false,
      ours: { missing: 1 },
    })
  })
})
