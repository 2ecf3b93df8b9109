import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandGate } from '../../../main/api/commandGate.ts'
import { addSearchFolder, removeSearchFolder } from '../../../main/api/searchFolders.ts'

const open: CommandGate = { capabilities: new Set(['folders.change']), approvedRoots: [] }
/** As `serve --allow-commands` has it. */
const closed: CommandGate = { capabilities: new Set(['run.custom']), approvedRoots: ['/'] }

describe('folders that are searched', () => {
  let top: string
  let kept: string[]
  const store = {
    searchFolders: () => kept,
    addSearchFolder: (path: string) => {
      kept.push(path)
    },
    removeSearchFolder: (path: string) => {
      const known = kept.includes(path)
      kept = kept.filter((one) => one !== path)
      return known
    },
  }
  beforeEach(() => {
    kept = []
    top = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-named-')))
    mkdirSync(join(top, 'real'))
    symlinkSync('real', join(top, 'link'))
    writeFileSync(join(top, 'file'), '')
  })
  afterEach(() => rmSync(top, { recursive: true, force: true }))

  it('are changed only through a door that may, and no other learns whether a folder exists', () => {
    for (const path of [top, '/nonexistent', 'relative']) {
      for (const change of [addSearchFolder, removeSearchFolder]) {
        expect(() => change(closed, store, path)).toThrow(expect.objectContaining({ code: 'permission_denied' }))
      }
    }
    expect(kept).toEqual([])
  })

  it('are kept as what they are, links resolved', () => {
    expect(addSearchFolder(open, store, join(top, 'link'))).toEqual([join(top, 'real')])
  })

  it.each(['none', 'file', 'file/below', 'link/none'])('cannot be %s, which is no folder', (name) => {
    expect(() => addSearchFolder(open, store, join(top, name))).toThrow(expect.objectContaining({ code: 'bad_input' }))
    expect(() => addSearchFolder(open, store, name)).toThrow(/absolute/)
    expect(kept).toEqual([])
  })

  it('are removed by any way to them, and also when they are gone', () => {
    kept = [join(top, 'real'), '/gone']
    expect(removeSearchFolder(open, store, join(top, 'link'))).toEqual(['/gone'])
    expect(removeSearchFolder(open, store, '/gone')).toEqual([])
    expect(() => removeSearchFolder(open, store, '/gone')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})
