import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDockerfile } from '../../../../main/model/builds/parseDockerfile.ts'

const parse = (text: string, heredocs = false) =>
  parseDockerfile(text, { heredocs }).instructions.map(({ text: shown, line, endLine }) => [shown, line, endLine])

describe('a Dockerfile', () => {
  it('has an instruction on each line, with comments and empty lines between', () => {
    expect(parse('# c\n\nFROM x\n  # c\nRUN   a  b\n')).toEqual([
      ['FROM x', 3, 3],
      ['RUN a  b', 5, 5],
    ])
  })

  it('goes on behind a backslash, over comments and empty lines within', () => {
    expect(parse('FROM x\nRUN a && \\\n# c\n\n  b \\  \n  && c\nCMD d\n')).toEqual([
      ['FROM x', 1, 1],
      ['RUN a &&   b   && c', 2, 6],
      ['CMD d', 7, 7],
    ])
  })

  it('may have another escape; directives count only where they stand first', () => {
    expect(parse('# syntax=docker/dockerfile:1\n# escape=`\nFROM x\nRUN a `\n b\nRUN dir c:\\\n')).toEqual([
      ['FROM x', 3, 3],
      ['RUN a  b', 4, 5],
      ['RUN dir c:\\', 6, 6],
    ])
    expect(parse('\n# escape=`\nFROM x\nRUN a `\n')).toEqual([
      ['FROM x', 3, 3],
      ['RUN a `', 4, 4],
    ])
  })

  it('has heredocs for BuildKit, and for nobody else', () => {
    const text = 'FROM x\nRUN <<EOF cat <<-"B"\necho hi\nEOF\n\tmore\n\tB\nCMD y\n'
    expect(parse(text, true)).toEqual([
      ['FROM x', 1, 1],
      ['RUN <<EOF cat <<-"B"', 2, 6],
      ['CMD y', 7, 7],
    ])
    expect(parse(text)).toHaveLength(7)
    expect(parse('FROM x\nRUN <<EOF\nopen', true)).toEqual([
      ['FROM x', 1, 1],
      ['RUN <<EOF', 2, 3],
    ])
  })

  it('has stages by name or place, and none before the first', () => {
    const { instructions } = parseDockerfile('ARG V=1\nFROM x:$V AS Build\nRUN a\nfrom y\nRUN b\n', { heredocs: false })
    expect(instructions.map(({ keyword, stage }) => [keyword, stage])).toEqual([
      ['ARG', null],
      ['FROM', 'build'],
      ['RUN', 'build'],
      ['FROM', '1'],
      ['RUN', '1'],
    ])
  })

  it('with Windows’ line ends and a mark of its coding is the same', () => {
    expect(parse('\uFEFFFROM x\r\nRUN a \\\r\n b\r\n')).toEqual([
      ['FROM x', 1, 1],
      ['RUN a  b', 2, 3],
    ])
  })

  const word = fc.stringMatching(/^[a-z0-9/=.]{1,8}$/)
  const instruction = fc.tuple(
    fc.constantFrom('RUN', 'COPY', 'ENV', 'CMD'),
    fc.array(word, { minLength: 1, maxLength: 6 }),
  )
  const between = fc.array(fc.constantFrom('', '# remark', '   # remark', '\t'), { maxLength: 3 })

  it('gives back what was written, at its lines, however it is broken and whatever stands between', () => {
    const part = fc.record({
      instruction,
      between,
      breaks: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      inner: between,
    })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const lines = ['FROM x']
        const wanted = [{ text: 'FROM x', line: 1, endLine: 1 }]
        for (const {
          instruction: [keyword, words],
          between: before,
          breaks,
          inner,
        } of parts) {
          lines.push(...before)
          const first = lines.length + 1
          let line: string = keyword
          words.forEach((one, index) => {
            if (breaks[index] && index > 0) {
              lines.push(`${line} \\`, ...inner)
              line = one
            } else line += ` ${one}`
          })
          lines.push(line)
          wanted.push({ text: `${keyword} ${words.join(' ')}`, line: first, endLine: lines.length })
        }
        expect(parseDockerfile(lines.join('\n'), { heredocs: true }).instructions).toMatchObject(wanted)
      }),
    )
  })

  it('can be any text: lines only go forward and lie within it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'RUN ', 'FROM ', '\\', '\n', '<<E', '#', ' ', '`', '\r') }),
        fc.boolean(),
        (text, heredocs) => {
          const { instructions, lines } = parseDockerfile(text, { heredocs })
          let last = 0
          for (const { line, endLine } of instructions) {
            expect(line).toBeGreaterThan(last)
            expect(endLine).toBeGreaterThanOrEqual(line)
            last = endLine
          }
          expect(last).toBeLessThanOrEqual(lines.length)
        },
      ),
    )
  })
})
