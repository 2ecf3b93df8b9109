import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanStderr } from '../../../../main/drivers/conda/commands/runIn.ts'
import { createStderrCleaner } from '../../../../main/drivers/conda/stderrCleaner.ts'

const trailer = '\nERROR conda.cli.main_run:execute(127): `conda run sh -c x` failed. (See above for error)\n'

describe('what conda adds to the words of a command that failed', () => {
  it('is left out of a stream as it is of the whole, however that is cut', () => {
    const words = fc.array(fc.constantFrom('err', '\n', 'ERROR ', 'ERROR conda.cli.main_run:execute(', trailer), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(words, fc.array(fc.nat(40), { maxLength: 12 }), (parts, cuts) => {
        const text = parts.join('')
        const cleaner = createStderrCleaner()
        let [seen, from] = ['', 0]
        for (const length of [...cuts, text.length]) {
          seen += cleaner.push(text.slice(from, from + length))
          from += length
        }
        expect(seen + cleaner.rest()).toBe(cleanStderr(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps nothing back that cannot be of it, and no more than a line', () => {
    const cleaner = createStderrCleaner()
    expect(cleaner.push('password: ')).toBe('password: ')
    expect(cleaner.push('\nERR')).toBe('\n')
    expect(cleaner.push('OUND\n')).toBe('ERROUND\n')
    expect(cleaner.push(`ERROR conda.cli.main_run:execute(${'x'.repeat(70_000)}`).length).toBeGreaterThan(70_000)
  })
})
