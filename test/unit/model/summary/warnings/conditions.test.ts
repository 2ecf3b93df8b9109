import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../../main/contract/run.ts'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { warnOfConditions } from '../../../../../main/model/summary/warnings/conditions.ts'

const GiB = 2 ** 30

/** A machine that nothing can be said against. */
const quiet: Run['environment']['host'] = {
  cores: 4,
  memoryBytes: 16 * GiB,
  memoryAvailableBytes: 8 * GiB,
  swapUsedBytes: 0,
  memoryPressurePercent: 0,
  onBattery: false,
  clockSource: 'tsc',
  governor: 'performance',
  virtualised: false,
  loadAverage: 0.1,
}

const codes = (changes: Run['environment']['host']) =>
  warnOfConditions({ ...quiet, ...changes }).map(({ code }) => code)
const message = (changes: Run['environment']['host']) =>
  warnOfConditions({ ...quiet, ...changes })[0]?.message.replaceAll(NO_BREAK_SPACE, ' ')

describe('doubts about the machine', () => {
  it('are none on a quiet one, and none where nothing is known', () => {
    expect(codes({})).toEqual([])
    expect(warnOfConditions({})).toEqual([])
    expect(codes({ onBattery: null, clockSource: null, governor: null, loadAverage: null })).toEqual([])
  })

  it('are raised on battery', () => {
    expect(codes({ onBattery: true })).toEqual(['on_battery'])
  })

  it('are raised when less than a tenth of the memory is available', () => {
    expect(codes({ memoryAvailableBytes: 1.61 * GiB })).toEqual([])
    expect(codes({ memoryAvailableBytes: 1.59 * GiB })).toEqual(['memory_pressure'])
    expect(message({ memoryAvailableBytes: GiB })).toContain('1.00 GiB of 16.0 GiB were available')
  })

  it('are raised when more than a hundredth of the memory is in swap', () => {
    expect(codes({ swapUsedBytes: 0.159 * GiB })).toEqual([])
    expect(codes({ swapUsedBytes: 0.161 * GiB })).toEqual(['memory_pressure'])
  })

  it('are raised when tasks waited for memory more than one per cent of a minute', () => {
    expect(codes({ memoryPressurePercent: 1 })).toEqual([])
    expect(codes({ memoryPressurePercent: 1.01 })).toEqual(['memory_pressure'])
  })

  it('are one about memory, whatever the number of signs', () => {
    expect(codes({ memoryAvailableBytes: GiB, swapUsedBytes: GiB, memoryPressurePercent: 40 })).toHaveLength(1)
  })

  it.each(['hpet', 'acpi_pm', 'kvm-clock'])('are raised by the clock %s', (clockSource) => {
    expect(codes({ clockSource })).toEqual(['clock_source'])
    expect(message({ clockSource })).toContain(clockSource)
  })

  it.each(['tsc', 'arch_sys_counter'])('are not raised by the clock %s', (clockSource) => {
    expect(codes({ clockSource })).toEqual([])
  })

  it('are raised by the governor powersave alone', () => {
    expect(codes({ governor: 'powersave' })).toEqual(['governor'])
    expect(codes({ governor: 'schedutil' })).toEqual([])
  })

  it('are raised on a machine that is virtual itself, with its hypervisor where it is known', () => {
    expect(codes({ virtualised: true })).toEqual(['virtualised_host'])
    expect(message({ virtualised: true, hypervisor: 'KVM' })).toContain('(KVM)')
  })

  it('are raised by a load above half a core each', () => {
    expect(codes({ loadAverage: 2 })).toEqual([])
    expect(codes({ loadAverage: 2.01 })).toEqual(['load_at_start'])
    expect(message({ loadAverage: 3 })).toContain('3.00 on 4 core(s)')
  })
})
