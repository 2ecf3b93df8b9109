import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../../main/hosts/cli/commandLine.ts'
import { splitWords } from '../../../../main/hosts/cli/splitWords.ts'

describe('the words of a command line', () => {
  it.each([
    ['make  clean', ['make', 'clean']],
    ['sh -c \'rm -f "a b"\'', ['sh', '-c', 'rm -f "a b"']],
    ['echo "a \\" b" c\\ d', ['echo', 'a " b', 'c d']],
    ["echo '' x", ['echo', '', 'x']],
    ['a\'b\'"c"d', ['abcd']],
    ['echo \'back\\slash\' "\\n"', ['echo', 'back\\slash', '\\n']],
    ['  ', []],
    ['trailing\\', ['trailing\\']],
  ])('of %s', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  it('expand nothing', () => {
    expect(splitWords('echo $HOME `id` $(id) *; ls')).toEqual(['echo', '$HOME', '`id`', '$(id)', '*;', 'ls'])
  })

  it.each(["echo 'open", 'echo "open'])('are refused with an open quote: %s', (text) => {
    expect(() => splitWords(text)).toThrow(UsageError)
  })

  it('come back as they were when each is quoted', () => {
    const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitWords(words.map(quote).join(' '))).toEqual(words)
      }),
    )
  })
})
