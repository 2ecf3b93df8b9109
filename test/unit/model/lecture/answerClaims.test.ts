import { describe, expect, it } from 'vitest'
import type { ContenderSummary } from '../../../../main/contract/run.ts'
import { answerClaims, type ClaimAnswer } from '../../../../main/model/lecture/answerClaims.ts'
import { bestMetrics, density, emulated, facts, measured, once, takePart } from '../../../support/lectureRun.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

function find(id: string, ...contenders: readonly ContenderSummary[]): ClaimAnswer {
  const claim = answerClaims({ contenders }).find((one) => one.id === id)
  if (!claim) throw new Error(`no claim ${id}`)
  return claim
}

describe('“boot up time is in minutes”', () => {
  const full = (ms: number) => takePart('qemu:full', { startup: measured(ms, 'ms') })

  it('agrees from a minute on and disagrees below', () => {
    expect(find('vm_minutes', full(60_000)).agreement).toBe('agrees')
    expect(find('vm_minutes', full(59_999))).toMatchObject({ agreement: 'disagrees', contender: 'qemu:full' })
  })

  it('is not refuted by a minimal guest, which is not what the lecture means', () => {
    const minimal = takePart('qemu', { startup: measured(2_000, 'ms') })
    expect(find('vm_minutes', minimal)).toMatchObject({
      agreement: 'not measurable here',
      evidence: expect.stringMatching(/2\.00.s.*minimal guest/),
    })
  })

  it('is not answered by an emulator, whose figure is shown', () => {
    const slow = takePart('qemu:full', { startup: measured(90_000, 'ms') }, { labels: emulated })
    expect(find('vm_minutes', slow)).toMatchObject({
      agreement: 'not measurable here',
      evidence: expect.stringMatching(/^emulated: start-up 90\.0/),
    })
  })

  it('is not measurable without a VM, with the reason', () => {
    expect(find('vm_minutes')).toMatchObject({
      agreement: 'not measurable here',
      evidence: 'no VM took part in this run',
    })
  })
})

describe('“containers instantiate in seconds”', () => {
  it('agrees up to ten seconds, less than one included', () => {
    const docker = (ms: number) => takePart('docker', { startup: measured(ms, 'ms') })
    expect(find('container_seconds', docker(300)).agreement).toBe('agrees')
    expect(find('container_seconds', docker(10_001)).agreement).toBe('disagrees')
  })
})

describe('how many fit on a laptop', () => {
  it('is by the memory of the lecture’s laptop and not of this machine', () => {
    const machine = (perInstance: number) => takePart('qemu:full', { density: density(perInstance, 500) })
    expect(find('couple_of_vms', machine(2 * GIB))).toMatchObject({ agreement: 'disagrees' })
    expect(find('couple_of_vms', machine(2.5 * GIB))).toMatchObject({
      agreement: 'agrees',
      evidence: expect.stringContaining('3 by memory in a laptop'),
    })
  })

  it('is capped by a limit of this machine that comes before memory', () => {
    const docker = takePart('docker', { density: density(MIB, 15, 'the ports of the bridge') })
    expect(find('many_containers', docker)).toMatchObject({
      agreement: 'disagrees',
      evidence: expect.stringContaining('the ports of the bridge'),
    })
  })

  it('counts what runs once against it', () => {
    const metrics = { density: density(GIB / 4, 1000), memory_fixed: measured(4 * GIB, 'bytes') }
    expect(find('many_containers', takePart('docker', metrics)).evidence).toContain('16 by memory')
  })

  it('is left open where one more takes nothing that can be told', () => {
    expect(find('many_containers', takePart('docker', { density: density(-5, 1000) })).agreement).toBe(
      'not measurable here',
    )
  })
})

describe('“the guest is not as fast as the host”', () => {
  const machine = (median: number, ci95: [number, number] | null) =>
    takePart('qemu', { cpu_cost: measured(median, 'ratio', { ci95 }) })

  it('agrees when the whole interval is above 3 %, disagrees when it is below', () => {
    expect(find('guest_slower', machine(1.1, [1.05, 1.2])).agreement).toBe('agrees')
    expect(find('guest_slower', machine(1.01, [1, 1.02])).agreement).toBe('disagrees')
  })

  it('is left open by an interval across it, and by too few rounds', () => {
    expect(find('guest_slower', machine(1.1, [1.01, 1.2])).evidence).toMatch(/not enough rounds to tell/)
    expect(find('guest_slower', machine(1.1, null))).toMatchObject({ agreement: 'not measurable here' })
  })
})

describe('how isolated they are', () => {
  const isolation = (sharesKernel: boolean, host_processes: boolean, host_file: boolean, host_port: boolean | null) =>
    facts({ kernel: sharesKernel ? "this machine's (6.1.0)" : 'its own (6.1.0)', host_processes, host_file, host_port })

  it('is “very secure” when every barrier holds, under emulation as well', () => {
    const machine = takePart('qemu', { isolation: isolation(false, false, false, false) }, { labels: emulated })
    expect(find('vm_secure', machine)).toMatchObject({
      agreement: 'agrees',
      evidence: '4 of 4 barriers to the host hold',
    })
  })

  it('is “pseudo-isolation” when some do', () => {
    const docker = takePart('docker', { isolation: isolation(true, false, false, false) })
    expect(find('container_pseudo', docker)).toMatchObject({
      agreement: 'agrees',
      evidence: '3 of 4 barriers to the host hold; reached: the kernel',
    })
    expect(find('shared_kernel', docker).agreement).toBe('agrees')
  })

  it('is “not isolation” when none does', () => {
    expect(find('venv_none', takePart('venv', { isolation: isolation(true, true, true, true) })).agreement).toBe(
      'agrees',
    )
    expect(find('venv_none', takePart('venv', { isolation: isolation(true, true, false, true) })).agreement).toBe(
      'disagrees',
    )
  })

  it('is left open when a barrier that could not be tried would decide', () => {
    expect(find('vm_secure', takePart('qemu', { isolation: isolation(false, false, false, null) }))).toMatchObject({
      agreement: 'not measurable here',
      evidence: expect.stringContaining('1 could not be tried'),
    })
    expect(
      find('container_pseudo', takePart('docker', { isolation: isolation(true, false, false, null) })).agreement,
    ).toBe('agrees')
  })
})

describe('layers and cache', () => {
  it('are answered by what is shared, and by the second deployment', () => {
    expect(find('layers', takePart('docker', bestMetrics())).agreement).toBe('agrees')
    expect(find('layers', takePart('docker', { disk_shared: once(0, 'bytes') })).agreement).toBe('not measurable here')
    expect(find('cache', takePart('docker', bestMetrics())).agreement).toBe('agrees')
    const slow = { deploy_uncached: once(1_000, 'ms'), deploy_cached: once(900, 'ms') }
    expect(find('cache', takePart('docker', slow)).agreement).toBe('disagrees')
  })
})

describe('the graphics of a virtual machine', () => {
  const machine = takePart('qemu', { isolation: facts({ gpu: false }) })
  const host = (gpu: string | false) => takePart('host', { isolation: facts({ gpu }) })

  it('are not the same where the host has a GPU and the guest sees none', () => {
    expect(find('vm_graphics', machine, host('dri/renderD128')).agreement).toBe('agrees')
  })

  it('are the same where the guest sees one', () => {
    const withGpu = takePart('qemu', { isolation: facts({ gpu: 'dri/renderD128' }) })
    expect(find('vm_graphics', withGpu, host('dri/renderD128')).agreement).toBe('disagrees')
  })

  it('are not to be compared where there is none, or nobody has looked', () => {
    expect(find('vm_graphics', machine, host(false))).toMatchObject({
      agreement: 'not measurable here',
      evidence: 'it sees no GPU, and on the host there is none either',
    })
    expect(find('vm_graphics', machine).evidence).toMatch(/the host takes no part/)
    expect(find('vm_graphics', takePart('qemu', { isolation: facts({ gpu: null }) })).evidence).toMatch(/not found out/)
  })
})
