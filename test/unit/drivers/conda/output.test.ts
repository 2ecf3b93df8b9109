import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvList } from '../../../../main/drivers/conda/commands/envList.ts'
import { parseExplicit } from '../../../../main/drivers/conda/commands/exportExplicit.ts'
import { parseYaml } from '../../../../main/drivers/conda/commands/exportYaml.ts'
import { parseInfo } from '../../../../main/drivers/conda/commands/info.ts'
import { parsePackages } from '../../../../main/drivers/conda/commands/listPackages.ts'
import { cleanStderr } from '../../../../main/drivers/conda/commands/runIn.ts'
import { findDocument } from '../../../../main/drivers/conda/document.ts'
import { explainFailure } from '../../../../main/drivers/conda/errors.ts'
import { createProgressReader, type FetchProgress } from '../../../../main/drivers/conda/progress.ts'
import { readTransaction } from '../../../../main/drivers/conda/transaction.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { readCapturedCalls } from '../../../support/captured.ts'

const calls = ['conda-23.3.1', 'conda-26.7.1', 'micromamba-2.8.1'].flatMap(readCapturedCalls)
const real = fc.constantFrom(...calls.flatMap(({ stdout, stderr }) => [stdout, stderr]))

/** What a real program wrote, cut off, mixed with another's, with bytes that are no text, or something else altogether. */
const output = fc.oneof(
  real,
  fc.tuple(real, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, part]) => text.slice(0, text.length * part)),
  fc.tuple(real, real, fc.double({ min: 0, max: 1, noNaN: true })).map(([one, other, part]) => {
    const at = Math.floor(one.length * part)
    return one.slice(0, at) + other + one.slice(at)
  }),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('{', '}', '[', ']', '"', '\n', '\0', ' ', '{"fetch":"', ',', '1'), { maxLength: 200 })
    .map((parts) => parts.join('')),
)

function onlyEngineErrors(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
  }
}

describe('whatever a program writes', () => {
  it('is read, or refused with an error of ours', () => {
    fc.assert(
      fc.property(output, output, fc.integer({ min: 0, max: 255 }), (stdout, stderr, exitCode) => {
        const parsers = [parseInfo, parseEnvList, parsePackages, parseYaml, readTransaction]
        for (const parse of parsers) onlyEngineErrors(() => parse(stdout))
        onlyEngineErrors(() => parseExplicit(stdout, null))
        const error = explainFailure({ exitCode, stdout, stderr }, 'conda')
        expect(error.message.length).toBeLessThan(6_000)
        expect((error.detail ?? '').length).toBeLessThan(4_100)
      }),
      { numRuns: 400 },
    )
  })

  it('is found as a document behind progress, warnings and questions, but not when it is cut off', () => {
    const noise = fc.constantFrom(
      '',
      '{"fetch":"a-1 | 1 B | ","finished":false,"maxval":1,"progress":0.5}\n\0',
      'Confirm changes: [Y/n] ',
      '\nEnvironmentSectionNotValid: The following section on [x] is invalid:\n - chanels\n\n',
      'warning libmamba {"not json\n',
    )
    const value = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 })
    fc.assert(
      fc.property(noise, value, fc.constantFrom(2, 4), fc.nat(), (before, document, indent, cut) => {
        const text = JSON.stringify(document, null, indent)
        const same = JSON.parse(text) as unknown
        expect(findDocument(before + text)).toEqual(same)
        expect(findDocument(`${before}${text}\nand a word after it\n`)).toEqual(same)
        const part = before + text.slice(0, 1 + (cut % (text.length - 1)))
        expect(findDocument(part)).not.toEqual(same)
      }),
      { numRuns: 300 },
    )
  })

  // A parser that looks again from every bracket would need hours, and the test would end by its own limit.
  it('is done with, also when it is large and made to confuse', () => {
    const size = 1024 * 1024
    for (const part of ['{\n', '[', '{"fetch":"', '{"fetch":"a","maxval":1,"progress":0.1}\n\0', '"\\', '] {', '}\n']) {
      const text = part.repeat(size / part.length)
      onlyEngineErrors(() => readTransaction(text))
      expect(explainFailure({ exitCode: 1, stdout: text, stderr: text }, 'conda')).toBeInstanceOf(EngineError)
    }
    for (const part of ['\n', ' \n', 'a', '- ', 'ERROR conda.cli.main_run:execute(1): ']) {
      const text = part.repeat(size / part.length)
      expect(cleanStderr(text)).toBe(text)
      for (const kind of ['PackagesNotFoundError: ', 'error    libmamba unsupported request ', 'CondaHTTPError: ']) {
        expect(explainFailure({ exitCode: 1, stdout: '', stderr: kind + text }, 'conda')).toBeInstanceOf(EngineError)
      }
    }
  })

  it('is told without a password or a token in an address', () => {
    const address = 'https://me:s3cr3t@example.com/t/me-0123-4567/chan'
    const error = explainFailure(
      { exitCode: 1, stdout: '', stderr: `CondaHTTPError: HTTP 404 <${address}>\n` },
      'conda',
    )
    expect(`${error.message} ${error.detail}`).toContain('example.com')
    expect(`${error.message} ${error.detail}`).not.toMatch(/s3cr3t|0123-4567/)
  })
})

describe('progress', () => {
  const read = (text: string, cuts: readonly number[]): readonly FetchProgress[] => {
    const found: FetchProgress[] = []
    const push = createProgressReader((progress) => found.push(progress))
    const bytes = Buffer.from(text)
    let from = 0
    for (const cut of [...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
      push(bytes.subarray(from, cut))
      from = cut
    }
    return found
  }
  const captured = calls.find(({ name, command }) => name === '04-create-json' && command.startsWith('conda create'))

  it('is that of conda 23.3, however its bytes arrive', () => {
    const whole = read(captured?.stdout ?? '', [])
    expect(whole).toHaveLength(6)
    expect(whole.at(-1)).toEqual({ package: 'greet-lib-2.0', fraction: 1 })
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5_000 }), { maxLength: 20 }), (cuts) => {
        expect(read(captured?.stdout ?? '', cuts)).toEqual(whole)
      }),
    )
  })

  it('is between 0 and 1 or is none, also of what is no progress', () => {
    fc.assert(
      fc.property(output, fc.array(fc.nat({ max: 2_000 }), { maxLength: 5 }), (text, cuts) => {
        for (const { package: name, fraction } of read(text, cuts)) {
          expect(name).not.toBe('')
          expect(fraction >= 0 && fraction <= 1).toBe(true)
        }
      }),
    )
    expect(read('{"fetch":"a | ","finished":false,"maxval":0,"progress":1}\n', [])).toEqual([])
    expect(read('{"fetch":"a | ","finished":false,"maxval":1,"progress":7}\n', [])).toEqual([
      { package: 'a', fraction: 1 },
    ])
  })

  it('of a line without an end is not kept', () => {
    expect(read(`{"fetch":"${'x'.repeat(500_000)}`, [1, 1000, 100_000])).toEqual([])
  })
})
