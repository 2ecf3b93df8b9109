import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMark, parsePyvenvConfig } from '../../../../main/drivers/venv/parse.ts'

const readFixture = (version: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures', version, 'pyvenv.cfg'), 'utf8')

describe('reading pyvenv.cfg', () => {
  it('reads what Python 3.11 writes', () => {
    expect(parsePyvenvConfig(readFixture('python-3.11.2'))).toEqual({
      home: '/usr/bin',
      version: '3.11.2',
      executable: '/usr/bin/python3.11',
      prompt: 'my-env',
    })
  })

  it('reads what Python 3.8 writes, which names no executable', () => {
    expect(parsePyvenvConfig(readFixture('python-3.8.18'))).toEqual({
      home: '/root/.pyenv/versions/3.8.18/bin',
      version: '3.8.18',
      executable: null,
      prompt: 'my-env',
    })
  })

  it('reads the version as virtualenv writes it', () => {
    expect(parsePyvenvConfig('version_info = 3.11.2.final.0\r\nHome=/usr/bin\r\n')).toMatchObject({
      version: '3.11.2',
      home: '/usr/bin',
    })
  })

  it('takes an equals sign in a value for a part of it, and makes something of any text', () => {
    expect(parsePyvenvConfig('home = /a=b\n= x\nnothing\n')).toMatchObject({ home: '/a=b', version: null })
    fc.assert(fc.property(fc.string(), (text) => Object.keys(parsePyvenvConfig(text)).length === 4))
  })
})

describe('reading the mark of an environment', () => {
  const mark = { state: 'creating', path: '/e/a', owner: { storeId: 's', pid: 1, startTime: 't' }, row: 3 }

  it('knows a mark of ours', () => {
    expect(parseMark(JSON.stringify(mark))).toEqual(mark)
  })

  it.each(['', '{', '{}', '[]', JSON.stringify({ ...mark, state: 'other' }), JSON.stringify({ ...mark, more: 1 })])(
    'takes %j for none',
    (text) => {
      expect(parseMark(text)).toBeNull()
    },
  )
})
