import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { admitCommand, type CommandGate, resolveInApproved } from '../../../main/api/commandGate.ts'

describe("a command of a user's own", () => {
  let top: string
  let root: string
  let gate: CommandGate
  const ask = (directory: string, through = gate) =>
    admitCommand(through, { argv: ['true'], directory, ignoreFailure: false })

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'isoscope-gate-'))
    root = join(top, 'root')
    mkdirSync(join(root, 'below', '..two'), { recursive: true })
    mkdirSync(join(top, 'rootless'))
    gate = { capabilities: new Set(['run.custom']), approvedRoots: [root] }
  })
  afterEach(() => rmSync(top, { recursive: true, force: true }))

  it('is refused by a door without the capability, whatever it is', () => {
    const closed = { capabilities: new Set<never>(), approvedRoots: [root] }
    expect(() => ask(root, closed)).toThrow(expect.objectContaining({ code: 'permission_denied' }))
  })

  it('runs in an approved folder and below it', () => {
    for (const path of [root, join(root, 'below'), join(root, 'below', '..two')]) {
      expect(ask(path).directory).toBe(path)
    }
  })

  it('runs where a link within leads, by its canonical name', () => {
    symlinkSync(join(root, 'below'), join(root, 'link'))
    expect(ask(join(root, 'link')).directory).toBe(join(root, 'below'))
  })

  it('is refused elsewhere, also by way of dots, a link that leads out, a longer name or a file', () => {
    symlinkSync(top, join(root, 'out'))
    writeFileSync(join(root, 'file'), '')
    const paths = [
      top,
      '/',
      join(top, 'rootless'),
      `${root}/below/../..`,
      join(root, 'out'),
      join(root, 'file'),
      join(root, 'missing'),
    ]
    for (const path of paths) expect(() => ask(path)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })

  it('is refused where no folder was approved', () => {
    expect(() => ask(root, { ...gate, approvedRoots: [] })).toThrow(expect.objectContaining({ code: 'bad_input' }))
  })

  it('and a file that does not exist yet are let in below it; what dots or a link lead out to is not', () => {
    symlinkSync(top, join(root, 'out'))
    for (const path of ['new', 'below/new', 'below/../new', '...']) {
      expect(resolveInApproved(gate, `${root}/${path}`), path).toBe(join(root, path))
    }
    for (const path of ['..', '../', '.', 'below/../..', '../new', 'out/new', 'missing/new']) {
      expect(resolveInApproved(gate, `${root}/${path}`), path).toBeNull()
    }
  })
})

describe('a file that a request names', () => {
  let top: string
  let root: string
  const resolve = (file: string) => resolveInApproved({ capabilities: new Set(), approvedRoots: [root] }, file)

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'isoscope-gate-'))
    root = join(top, 'root')
    mkdirSync(root)
    for (const file of ['outside.iso', 'root/inside.iso']) writeFileSync(join(top, file), '')
  })
  afterEach(() => rmSync(top, { recursive: true, force: true }))

  it('is approved below an approved folder, whether it exists or not, and where a link leads that stays below', () => {
    symlinkSync('inside.iso', join(root, 'link.iso'))
    symlinkSync('.', join(root, 'round'))
    const real = {
      'inside.iso': 'inside.iso',
      'link.iso': 'inside.iso',
      'new.ova': 'new.ova',
      'round/new.ova': 'new.ova',
    }
    for (const [name, target] of Object.entries(real)) expect(resolve(join(root, name))).toBe(join(root, target))
  })

  it('is not where a link leads out, also to what does not exist yet, nor the folder above or what is in none', () => {
    symlinkSync('../outside.iso', join(root, 'out.iso'))
    symlinkSync('../new.ova', join(root, 'out.ova'))
    const paths = [
      'root/out.iso',
      'root/out.ova',
      'outside.iso',
      'new.ova',
      'root/missing/new.ova',
      'root/inside.iso/x',
    ]
    for (const path of paths) expect(resolve(join(top, path))).toBeNull()
    expect(resolve(`${root}/..`)).toBeNull()
  })
})
