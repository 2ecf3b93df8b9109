import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { endProgram, launchProgram } from '../../../main/os/launcher.ts'
import { findProbeTools } from '../../../main/os/probeTools.ts'
import { listProcesses, readProcFile } from '../../../main/os/proc.ts'
import { projectRoot } from '../../support/cli.ts'

const { launch } = findProbeTools([projectRoot])
const { signal } = new AbortController()

it('a report that something wrote into is missed, and nothing else is', async () => {
  const lines = ['{"isoscope":"begin",[ 12.345] kernel: oops}', '{"isoscope":"done","mode":"cpu"}']
  const options = {
    engine: 'host',
    launchPath: launch,
    file: 'printf',
    args: ['%s\\n', ...lines],
    env: { PATH: '/usr/bin:/bin' },
  }
  const program = await launchProgram(options, signal)
  const reports = await program.waitForLine((line) => line.isoscope === 'done', signal)
  expect(reports.map(({ line }) => line.isoscope)).toEqual(['done'])
  expect(await program.waitForExit(signal)).toMatchObject({ code: 0 })
})

it('a report is found behind a prompt that has no end of line', async () => {
  const options = {
    engine: 'host',
    launchPath: launch,
    file: 'printf',
    args: ['%s\\n', 'vm login: {"isoscope":"begin","kernel":"sort"}', '{"isoscope":"done","mode":"cpu"} and more'],
    env: { PATH: '/usr/bin:/bin' },
  }
  const program = await launchProgram(options, signal)
  const reports = await program.waitForLine((line) => line.isoscope === 'begin', signal)
  expect(reports.map(({ line }) => line)).toEqual([{ isoscope: 'begin', kernel: 'sort' }])
  expect(await program.waitForExit(signal)).toMatchObject({ code: 0 })
})

it('a program is told something on its stdin, and finds the file it inherits as descriptor 4', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-launcher-'))
  const path = join(folder, 'state')
  writeFileSync(path, '{"isoscope":"inherited"}\n')
  const file = await open(path)
  try {
    const options = { engine: 'host', launchPath: launch, env: { PATH: '/usr/bin:/bin' } }
    // The standard input first, then the file that was opened for it.
    const args = ['-', '/dev/fd/4']
    const program = await launchProgram({ ...options, file: 'head', args, hasInput: true, inherits: file.fd }, signal)
    await file.close()
    program.write('{"isoscope":"told"}\n'.repeat(10))
    const reports = await program.waitForLine((line) => line.isoscope === 'inherited', signal)
    expect(reports.filter(({ line }) => line.isoscope === 'told')).toHaveLength(10)
    expect(await program.waitForExit(signal)).toMatchObject({ code: 0 })
    program.write('too late')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('a program that is not there is an error that names it', async () => {
  const file = join(projectRoot, 'nobody')
  const options = { engine: 'host', launchPath: launch, file, args: [], env: {} }
  await expect(launchProgram(options, signal)).rejects.toMatchObject({ message: expect.stringContaining(file) })
})

it('nothing is left of a program whose start is aborted, whenever that is', async () => {
  const argument = `${process.pid}.9` // Seconds, and what the program is known by.
  const options = {
    engine: 'host',
    launchPath: launch,
    file: 'sleep',
    args: [argument],
    env: { PATH: '/usr/bin:/bin' },
  }
  for (let turns = 0; turns < 60; turns++) {
    const abort = new AbortController()
    const started = launchProgram(options, abort.signal)
    for (let turn = 0; turn < turns % 20; turn++) await new Promise(setImmediate)
    abort.abort()
    const program = await started.catch(() => null)
    if (program) await endProgram(program)
    const left = listProcesses().filter((pid) => readProcFile(`/proc/${pid}/cmdline`) === `sleep\0${argument}\0`)
    expect(left).toEqual([])
  }
})

it.each(['by its path', 'along PATH'])(
  'a script that names no interpreter is refused %s, and not handed to a shell',
  async (way) => {
    const folder = mkdtempSync(join(tmpdir(), 'launcher-'))
    try {
      writeFileSync(join(folder, 'no-interpreter'), 'echo run by a shell\n', { mode: 0o755 })
      const file = way === 'along PATH' ? 'no-interpreter' : join(folder, 'no-interpreter')
      const options = { engine: 'host', launchPath: launch, file, args: [], env: { PATH: `/usr/bin:${folder}` } }
      await expect(launchProgram(options, signal)).rejects.toMatchObject({
        message: expect.stringMatching(/no-interpreter could not be started: .*format/i),
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
