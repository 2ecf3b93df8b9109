import { describe, expect, it } from 'vitest'
import { readWorkResults } from '../../../main/measure/workResults.ts'

const second = 1e9
const checksums = new Map([['integer', 'aa']])

function lines(changes: Record<string, unknown> = {}) {
  return [
    { at: 10 * second, hypervisorCpuNs: 3 * second, line: { isoscope: 'begin', kernel: 'integer' } },
    {
      at: 14 * second,
      hypervisorCpuNs: 6 * second,
      line: {
        isoscope: 'result',
        kernel: 'integer',
        start_ns: 100 * second,
        end_ns: 102 * second,
        user_ns: second,
        system_ns: second / 2,
        checksum: 'aa',
        ...changes,
      },
    },
  ]
}

describe('the results of the kernels', () => {
  it("are the program's own CPU and wall time for a program", () => {
    expect(readWorkResults(lines(), 'program', checksums)).toEqual([
      { kernel: 'integer', cpuSeconds: 1.5, wallSeconds: 2 },
    ])
  })

  it("are the hypervisor's CPU time and the host's clock for a virtual machine, whatever the guest says", () => {
    expect(readWorkResults(lines(), 'hypervisor', checksums)).toEqual([
      { kernel: 'integer', cpuSeconds: 3, wallSeconds: 4 },
    ])
  })

  it('are refused when the checksum is not the one of the host', () => {
    expect(() => readWorkResults(lines({ checksum: 'ab' }), 'program', checksums)).toThrow(
      /something else than on the host/,
    )
  })

  it('are refused when a kernel is missing', () => {
    const expected = new Map([...checksums, ['matrix', 'bb']])
    expect(() => readWorkResults(lines(), 'program', expected)).toThrow(/matrix/)
  })

  it.each([undefined, 'x', null, Number.NaN])('are refused when a time is %s', (user_ns) => {
    expect(() => readWorkResults(lines({ user_ns }), 'program', checksums)).toThrow(/user_ns/)
  })
})
