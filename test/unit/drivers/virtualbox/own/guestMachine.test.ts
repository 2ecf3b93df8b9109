import { expect, it } from 'vitest'
import { buildLoaderConfig } from '../../../../../main/drivers/virtualbox/own/bootImage.ts'
import { buildGuestArgs } from '../../../../../main/drivers/virtualbox/own/guestMachine.ts'
import { listMachinePhases } from '../../../../../main/drivers/virtualbox/own/phases.ts'

const uuid = '05418d77-98f2-45f8-a976-36bc9445aa07'

it('gives the machine a serial port that ends at our socket, and nothing to boot but the disc', () => {
  const args = buildGuestArgs({ uuid, consoleSocket: '/tmp/a b/1.sock' })
  expect(args.slice(0, 2)).toEqual(['modifyvm', uuid])
  expect(args.slice(-6)).toEqual(['--uart1', '0x3F8', '4', '--uart-mode1', 'client', '/tmp/a b/1.sock'])
  expect(args.filter((arg) => /^--boot\d/.test(arg))).toEqual([
    '--boot1=dvd',
    '--boot2=none',
    '--boot3=none',
    '--boot4=none',
  ])
})

it('has the loader hand to /init what stands behind --, and nothing after it', () => {
  expect(buildLoaderConfig()).toMatch(
    /^ {2}APPEND initrd=\/INITRD console=ttyS0,115200 quiet panic=-1 -- wait --guest$/m,
  )
  expect(buildLoaderConfig()).not.toMatch(/INITRD \//)
})

it('names the phases by what VirtualBox does in them', () => {
  const guest = { entryNs: 3_000_000, readyNs: 4_000_000 }
  const times = { orderedAt: 0, startOrderedAt: 1e6, firstByteAt: 3e6, readyAt: 10e6, guest }
  expect(listMachinePhases(times)).toEqual([
    { name: 'create', duration: 1 },
    { name: 'start', duration: 2 },
    { name: 'loader', duration: 3 },
    { name: 'kernel', duration: 3 },
    { name: 'init', duration: 1 },
  ])
})
