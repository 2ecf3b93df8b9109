import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseFile, createChosenFiles } from '../../../main/api/chosenFiles.ts'
import { admitFile, type CommandGate, resolveApproved, resolveInApproved } from '../../../main/api/commandGate.ts'

describe('what is chosen in a dialog', () => {
  let folder: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-')))
    for (const name of ['a.iso', 'b.iso']) writeFileSync(join(folder, name), name)
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'sub', 'c.iso'), 'c')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const begin = () => {
    const chosen = createChosenFiles()
    const gate: CommandGate = { capabilities: new Set(), approvedRoots: [], chosen }
    return { chosen, gate, at: (...parts: readonly string[]) => join(folder, ...parts) }
  }

  it('is that file, and neither its neighbour nor its folder', () => {
    const { chosen, gate, at } = begin()
    expect(resolveInApproved(gate, at('a.iso'))).toBeNull()
    expect(chosen.approve(at('a.iso'), 'open')).toBe(at('a.iso'))
    expect(resolveInApproved(gate, at('a.iso'))).toBe(at('a.iso'))
    expect(resolveInApproved(gate, at('b.iso'))).toBeNull()
    expect(resolveApproved(gate, folder)).toBeNull()
    expect(() => admitFile(gate, at('b.iso'))).toThrow(/no folder that was approved/)
  })

  it('is that folder with everything below it', () => {
    const { chosen, gate, at } = begin()
    chosen.approve(at('sub'), 'folder')
    expect(resolveInApproved(gate, at('sub', 'c.iso'))).toBe(at('sub', 'c.iso'))
    expect(resolveInApproved(gate, at('sub', 'new.tar'))).toBe(at('sub', 'new.tar'))
    expect(resolveInApproved(gate, at('sub', '..', 'a.iso'))).toBeNull()
  })

  it('is a file to be written, before it is there and afterwards', () => {
    const { chosen, gate, at } = begin()
    chosen.approve(at('new.tar'), 'save')
    expect(resolveInApproved(gate, at('new.tar'))).toBe(at('new.tar'))
    expect(resolveInApproved(gate, at('other.tar'))).toBeNull()
    writeFileSync(at('new.tar'), 'x')
    expect(resolveInApproved(gate, at('new.tar'))).toBe(at('new.tar'))
  })

  it('is not what a link leads to that is put in its place', () => {
    const { chosen, gate, at } = begin()
    chosen.approve(at('a.iso'), 'open')
    chosen.approve(at('sub'), 'folder')
    rmSync(at('a.iso'))
    symlinkSync(at('b.iso'), at('a.iso'))
    expect(resolveInApproved(gate, at('a.iso'))).toBeNull()
    symlinkSync(at('b.iso'), at('sub', 'link'))
    expect(resolveInApproved(gate, at('sub', 'link'))).toBeNull()
  })

  it('is a folder where a folder was asked for, and otherwise a file', () => {
    const { chosen, at } = begin()
    expect(() => chosen.approve(at('sub'), 'open')).toThrow(/folder/)
    expect(() => chosen.approve(at('a.iso'), 'folder')).toThrow(/no folder/)
  })

  it('is nothing where the dialog is left, and cannot be asked for where there is no desktop', async () => {
    const { chosen } = begin()
    const loginItem = { isOn: () => false, set: () => undefined }
    const desktop = { loginItem, hasTray: async () => true, chooseFile: async () => null }
    expect(await chooseFile(desktop, chosen, { purpose: 'open', filters: [] })).toEqual({ path: null })
    await expect(chooseFile(undefined, chosen, { purpose: 'open', filters: [] })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})
