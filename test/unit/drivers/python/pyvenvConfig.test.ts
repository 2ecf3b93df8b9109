import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeOrigin, parsePyvenvConfig } from '../../../../main/drivers/python/pyvenvConfig.ts'

const readFixture = (version: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures', version, 'pyvenv.cfg'), 'utf8')

describe('reading pyvenv.cfg', () => {
  it('reads what Python 3.11 writes', () => {
    expect(parsePyvenvConfig(readFixture('python-3.11.2'))).toEqual({
      home: '/usr/bin',
      version: '3.11.2',
      executable: '/usr/bin/python3.11',
      prompt: 'my-env',
      maker: null,
    })
  })

  it('reads what Python 3.8 writes, which names no executable', () => {
    expect(parsePyvenvConfig(readFixture('python-3.8.18'))).toEqual({
      home: '/root/.pyenv/versions/3.8.18/bin',
      version: '3.8.18',
      executable: null,
      prompt: 'my-env',
      maker: null,
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
    fc.assert(fc.property(fc.string(), (text) => Object.keys(parsePyvenvConfig(text)).length === 5))
  })

  it('knows virtualenv by its own line, and the interpreter it names', () => {
    const config = parsePyvenvConfig(readFixture('virtualenv-20.17.1'))
    expect(config).toMatchObject({
      maker: 'virtualenv 20.17.1',
      version: '3.11.2',
      executable: '/usr/bin/python3',
    })
    expect(describeOrigin(config)).toBe('virtualenv 20.17.1, Python 3.11.2 (/usr/bin/python3)')
    expect(describeOrigin(config, true)).toBe('pipenv with virtualenv 20.17.1, Python 3.11.2 (/usr/bin/python3)')
    expect(parsePyvenvConfig('home = /usr/bin\nuv = 0.4.2\n').maker).toBe('uv 0.4.2')
  })

  it('leaves out what a configuration does not say', () => {
    expect(describeOrigin(parsePyvenvConfig('home = /usr/bin\n'))).toBe('venv, Python (/usr/bin)')
    expect(describeOrigin(parsePyvenvConfig('version = 3.9.1\n'))).toBe('venv, Python 3.9.1')
  })
})
