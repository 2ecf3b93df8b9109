import { describe, expect, it } from 'vitest'
import { parseMemoryInfo, readMemoryInfo } from '../../../main/os/memoryInfo.ts'

const text = `MemTotal:       24684464 kB
MemFree:        23795840 kB
MemAvailable:   24236288 kB
SwapTotal:       1048576 kB
SwapFree:         524288 kB
CommitLimit:    12342232 kB
Committed_AS:     402552 kB
`

describe('/proc/meminfo', () => {
  it('is read in bytes', () => {
    expect(parseMemoryInfo(text)).toEqual({
      total: 24_684_464 * 1024,
      available: 24_236_288 * 1024,
      swapTotal: 2 ** 30,
      swapFree: 2 ** 29,
      commitLimit: 12_342_232 * 1024,
      committed: 402_552 * 1024,
    })
  })

  it('is not guessed where the kernel does not say what is available', () => {
    expect(parseMemoryInfo(text.replace(/^MemAvailable.*\n/m, ''))).toBeNull()
  })

  it.runIf(process.platform === 'linux')('says of this machine that less is available than there is', () => {
    const info = readMemoryInfo()
    expect(info?.available).toBeGreaterThan(0)
    expect(info?.available).toBeLessThan(info?.total ?? 0)
  })
})
