import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../../main/hosts/cli/commandLine.ts'
import { readCommand } from '../../../../main/hosts/cli/customCommand.ts'

describe("the user's own command", () => {
  it('is taken as it stands behind --, in the directory where it was typed', () => {
    const values = { prepare: "rm -f 'a b'", in: 'docker=debian:12,docker:python=reg.example:5000/py@sha256:aa' }
    expect(readCommand(values, ['wc', '-l', '$HOME; ls'], '/data')).toEqual({
      argv: ['wc', '-l', '$HOME; ls'],
      prepare: ['rm', '-f', 'a b'],
      directory: '/data',
      images: { docker: 'debian:12', 'docker:python': 'reg.example:5000/py@sha256:aa' },
      ignoreFailure: false,
    })
  })

  it('is none where nothing follows --', () => {
    expect(readCommand({}, [], '/')).toBeUndefined()
  })

  it.each([
    [{ prepare: 'true' }, [], /--prepare is of use with a command/],
    [{ 'ignore-failure': true }, [], /--ignore-failure is of use/],
    [{ 'all-metrics': true }, ['true'], /leave one out/],
    [{ in: 'docker' }, ['true'], /CONTENDER=IMAGE/],
    [{ in: 'docker=--privileged' }, ['true'], /not the name of an image/],
    [{ in: 'Dock er=x' }, ['true'], /images/],
    [{ prepare: '' }, ['true'], /prepare/],
    [{}, [''], /no name/],
    [{}, ['a\0b'], /NUL/],
  ])('is refused with %j %j', (values, program, says) => {
    expect(() => readCommand(values, program, '/')).toThrow(UsageError)
    expect(() => readCommand(values, program, '/')).toThrow(says)
  })
})
