import { describe, expect, it } from 'vitest'
import { engineStatusSchema } from '../../../../main/contract/engine.ts'
import { detectHost, parseDistribution } from '../../../../main/drivers/host/detect.ts'

describe('detecting the host', () => {
  it('names the distribution as os-release does, quotes taken off', () => {
    expect(parseDistribution('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n')).toBe(
      'Debian GNU/Linux 12 (bookworm)',
    )
    expect(parseDistribution("PRETTY_NAME='Arch Linux'\n")).toBe('Arch Linux')
    expect(parseDistribution('PRETTY_NAME=Alpine\n')).toBe('Alpine')
    expect(parseDistribution('NAME=x\n')).toBeNull()
    expect(parseDistribution('PRETTY_NAME=""\n')).toBeNull()
  })

  it('is ready on Linux and macOS', async () => {
    for (const platform of ['linux', 'darwin'] as const) {
      expect(engineStatusSchema.parse(await detectHost(platform))).toMatchObject({ state: 'ready' })
    }
  })

  it('says on Windows what is missing', async () => {
    const status = engineStatusSchema.parse(await detectHost('win32'))
    expect(status).toMatchObject({ state: 'broken', why: expect.stringContaining('launcher') })
  })
})
