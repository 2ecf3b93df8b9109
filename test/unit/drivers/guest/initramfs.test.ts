import { describe, expect, it } from 'vitest'
import { buildInitramfs } from '../../../../main/drivers/guest/initramfs.ts'

describe('buildInitramfs', () => {
  const archive = buildInitramfs(Buffer.from('PROBE'), [
    { name: 'evdev.ko', content: Buffer.from('EVDEV') },
    { name: 'button.ko', content: Buffer.from('BUTTON') },
  ]).toString('latin1')

  it('holds the console that gives /init its stdout, character device 5 1', () => {
    const header = archive.slice(archive.indexOf('dev/console') - 110, archive.indexOf('dev/console'))
    expect(header.slice(14, 22)).toBe('00002180') // 020600
    expect([header.slice(78, 86), header.slice(86, 94)]).toEqual(['00000005', '00000001'])
  })

  it('has every folder before what is in it', () => {
    for (const [folder, inside] of [
      ['dev\0', 'dev/console\0'],
      ['modules\0', 'modules/order\0'],
    ] as const) {
      expect(archive.indexOf(folder)).toBeGreaterThan(0)
      expect(archive.indexOf(folder)).toBeLessThan(archive.indexOf(inside))
    }
  })

  it('lists the modules in the order they must be loaded', () => {
    expect(archive).toContain('evdev.ko\nbutton.ko\n')
  })

  it('has the probe as an executable /init', () => {
    const header = archive.slice(archive.indexOf('init\0') - 110, archive.indexOf('init\0'))
    expect(header.slice(14, 22)).toBe('000081ed') // 0100755
    expect(archive).toContain('PROBE')
  })
})
