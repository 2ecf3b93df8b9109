import { expect, it } from 'vitest'
import { machineRequestSchema } from '../../../../../main/contract/machine.ts'
import {
  checkClone,
  checkExport,
  checkImport,
  checkSnapshot,
} from '../../../../../renderer/features/machines/requestDrafts.ts'

it.each([
  [
    checkImport({ technology: 'virtualbox', path: ' /home/you/a.ova ', name: 'web' }),
    { action: 'import', technology: 'virtualbox', path: '/home/you/a.ova', name: 'web' },
  ],
  [
    checkClone('qemu:a', { name: 'web', kind: 'full', snapshot: '' }),
    { action: 'clone', id: 'qemu:a', name: 'web', kind: 'full' },
  ],
  [
    checkClone('qemu:a', { name: 'web', kind: 'linked', snapshot: 's1' }),
    { action: 'clone', id: 'qemu:a', name: 'web', kind: 'linked', snapshot: 's1' },
  ],
  [checkExport('qemu:a', { path: '/a.ova' }), { action: 'export', id: 'qemu:a', path: '/a.ova' }],
  [
    checkSnapshot('qemu:a', { name: ' before update ', description: ' ' }),
    { action: 'takeSnapshot', id: 'qemu:a', name: 'before update' },
  ],
  [
    checkSnapshot('qemu:a', { name: 'b', description: 'two\nlines' }),
    { action: 'takeSnapshot', id: 'qemu:a', name: 'b', description: 'two\nlines' },
  ],
])('asks for what was typed, as the API takes it', (checked, request) => {
  expect(checked).toEqual({ ok: true, request })
  expect(machineRequestSchema.parse(request)).toEqual(request)
})

it.each([
  [checkImport({ technology: 'qemu', path: 'a.ova', name: '' }), ['path', 'name']],
  [checkClone('qemu:a', { name: '-x', kind: 'full', snapshot: '' }), ['name']],
  [checkExport('qemu:a', { path: ' ' }), ['path']],
  [checkSnapshot('qemu:a', { name: ' ', description: '' }), ['name']],
  [checkSnapshot('qemu:a', { name: '-rf', description: '' }), ['name']],
])('says which field is wrong', (checked, fields) => {
  expect(checked.ok ? [] : Object.keys(checked.errors)).toEqual(fields)
})
