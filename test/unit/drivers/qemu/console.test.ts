import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boundConsole, keepConsole, keptConsole, readConsole } from '../../../../main/drivers/qemu/console.ts'
import { findSerialLog, removeOtherSerialLogs, writeRunning } from '../../../../main/drivers/qemu/runningMachine.ts'

const never = new AbortController().signal

describe('the console of a stopped machine', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'isoscope-console-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  const read = async (tail: number) => {
    const found: string[] = []
    for await (const { text } of readConsole(home, { follow: true, tail }, never)) found.push(text)
    return found
  }

  it('is empty when it never ran', async () => {
    expect(await read(10)).toEqual([])
  })

  it('is its last run, of which the last lines are told and following ends at once', async () => {
    writeFileSync(keptConsole(home), 'one\ntwo\nthree\n')
    expect(await read(2)).toEqual(['two', 'three'])
    expect(await read(0)).toEqual([])
  })

  it('is kept bounded, however much it wrote', async () => {
    const folder = '/tmp/isoscope-qemu-0123456789ab'
    writeFileSync(findSerialLog(home, folder), `${'noise\n'.repeat(100_000)}the end\n`)
    await writeRunning(home, { pid: 4_194_304, startTime: 'gone', folder, folderRow: null })
    await keepConsole(home)
    rmSync(join(home, 'running.json'))
    const kept = await read(1_000_000)
    expect(kept.at(-1)).toBe('the end')
    expect(kept.join('\n').length).toBeLessThanOrEqual(256 * 1024)
  })

  it('is cut off while it is written, only once it is too much', async () => {
    const log = findSerialLog(home, '/tmp/isoscope-qemu-a')
    const bound = () => boundConsole(home, '/tmp/isoscope-qemu-a')
    await bound()
    writeFileSync(log, 'begin\n')
    truncateSync(log, 64 * 1024 ** 2)
    await bound()
    expect(statSync(log).size).toBe(64 * 1024 ** 2)
    appendFileSync(log, '.')
    await bound()
    expect(statSync(log).size).toBe(0)
  })

  it('is that of one run, and what others left goes', async () => {
    for (const run of ['a', 'b']) writeFileSync(findSerialLog(home, `/tmp/isoscope-qemu-${run}`), '')
    writeFileSync(keptConsole(home), '')
    await removeOtherSerialLogs(home, '/tmp/isoscope-qemu-a')
    expect(readdirSync(home).sort()).toEqual(['console.log', 'serial-a.log'])
  })
})
