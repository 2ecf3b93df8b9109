import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../../../main/hosts/cli/commandLine.ts'
import { checkOutputs, humanStream, readOutputs } from '../../../../main/hosts/cli/outputs.ts'

describe('outputs', () => {
  test('several may be given, in any form', () => {
    expect(readOutputs({ html: 'a.html', json: '-', quiet: true })).toEqual([
      { format: 'json', path: '-' },
      { format: 'html', path: 'a.html' },
    ])
  })

  test.each([
    [{ json: '-', csv: '-' }, /Only one output can go to stdout: --json or --csv/],
    [{ json: 'a', html: './b/../a' }, /Two outputs would be written to/],
    [{ markdown: '' }, /--markdown takes the name of a file/],
  ])('%j is refused', (values, reason) => {
    expect(() => readOutputs(values)).toThrow(UsageError)
    expect(() => readOutputs(values)).toThrow(reason)
  })

  test('words for people leave stdout to an output that goes there', () => {
    expect(humanStream([{ format: 'csv', path: '-' }])).toBe(process.stderr)
    expect(humanStream([{ format: 'csv', path: 'a.csv' }])).toBe(process.stdout)
  })
})

describe('before anything is measured', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iso-outputs-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const check = (path: string) => checkOutputs([{ format: 'html', path }])

  test('a file that can be written is left as it is, and one that is not there does not come into being', async () => {
    const [old, fresh] = [join(folder, 'old'), join(folder, 'fresh')]
    writeFileSync(old, 'kept')
    await check(old)
    await check(fresh)
    expect(readFileSync(old, 'utf8')).toBe('kept')
    expect(existsSync(fresh)).toBe(false)
  })

  test.each([
    ['in a folder that is not there', (at: string) => join(at, 'no', 'file')],
    [
      'that is a folder',
      (at: string) => {
        mkdirSync(join(at, 'sub'))
        return join(at, 'sub')
      },
    ],
    [
      'whose name is a dangling link',
      (at: string) => {
        symlinkSync(join(at, 'nowhere', 'x'), join(at, 'link'))
        return join(at, 'link')
      },
    ],
  ])('a file %s is refused, naming the option', async (_what, make) => {
    const path = make(folder)
    await expect(check(path)).rejects.toThrow(UsageError)
    await expect(check(path)).rejects.toThrow(`--html cannot write ${path}`)
  })
})
