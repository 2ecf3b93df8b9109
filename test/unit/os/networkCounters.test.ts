import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseNetDev } from '../../../main/os/networkCounters.ts'

describe('the counters of a network namespace', () => {
  it('are those of all interfaces but the loopback', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../fixtures/linux-6.18-cgroup-v1/proc-pid-net-dev.txt'),
      'utf8',
    )
    expect(parseNetDev(text)).toEqual({ received: 4_853_160_125, sent: 8_350_633 + 240_436 + 1_016 })
  })

  it('are read where no space follows the name', () => {
    expect(parseNetDev('  eth0:12345678 1 0 0 0 0 0 0 42 1 0 0 0 0 0 0\n')).toEqual({ received: 12_345_678, sent: 42 })
  })

  it('are 0 where there is the loopback only, as with `--network none`', () => {
    expect(parseNetDev('    lo: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n')).toEqual({ received: 0, sent: 0 })
  })
})
