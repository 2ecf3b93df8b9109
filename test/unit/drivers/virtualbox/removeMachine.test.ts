import { describe, expect, it } from 'vitest'
import { findForeignDisks } from '../../../../main/drivers/virtualbox/removeMachine.ts'

const machine = '05418d77-98f2-45f8-a976-36bc9445aa07'
const disk = '67594600-0000-4000-8000-000000000001'
const difference = '67594600-0000-4000-8000-000000000002'
const settings = (attached: string, path: string) =>
  new Map([
    ['CfgFile', '/vms/web/web.vbox'],
    ['storagecontrollername0', 'SATA'],
    ['SATA-0-0', path],
    ['SATA-ImageUUID-0-0', attached],
  ])
const base = { uuid: disk, parent: null, path: '/data/mine.vdi', machines: [machine] }

describe('the disks of a machine that is removed', () => {
  it('are taken out first where they lie outside of its folder and nobody else uses them', () => {
    const own = { ...base, path: '/vms/web/web.vdi' }
    const shared = { ...base, machines: [machine, 'e4710d33-0000-4000-8000-000000000000'] }
    expect(findForeignDisks(machine, settings(disk, base.path), [base])).toMatchObject({
      attached: [{ controller: 'SATA', port: 0, device: 0, uuid: disk }],
      hasOthers: false,
    })
    for (const medium of [own, shared]) {
      expect(findForeignDisks(machine, settings(disk, medium.path), [medium])).toEqual({
        attached: [],
        hasOthers: false,
      })
    }
  })

  it('cannot be taken out of its snapshots, also where the machine itself has it no more', () => {
    const child = { uuid: difference, parent: disk, path: '/vms/web/Snapshots/{1}.vdi', machines: [machine] }
    const withChild = findForeignDisks(machine, settings(difference, child.path), [base, child])
    expect(withChild.hasOthers).toBe(true)
    const detached = findForeignDisks(machine, settings('', 'none'), [base])
    expect(detached).toEqual({ attached: [], hasOthers: true })
  })
})
