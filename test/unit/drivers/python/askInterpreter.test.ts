import { describe, expect, it } from 'vitest'
import { buildArgs, parseAnswer, selectShimVariables } from '../../../../main/drivers/python/askInterpreter.ts'

describe('asking an interpreter what it is', () => {
  it('isolates it from the user’s variables and packages', () => {
    expect(buildArgs().slice(0, 2)).toEqual(['-I', '-c'])
  })

  it('hands on what a shim chooses by, and nothing that would change Python', () => {
    const env = {
      PATH: '/usr/bin',
      HOME: '/home/ada',
      PYENV_VERSION: '3.11.7',
      PYTHONPATH: '/evil',
      PYTHONHOME: '/evil',
      PIP_INDEX_URL: 'https://evil',
      LD_PRELOAD: '/evil.so',
    }
    expect(selectShimVariables(env)).toEqual({ PATH: '/usr/bin', HOME: '/home/ada', PYENV_VERSION: '3.11.7' })
  })

  it('reads the answer', () => {
    const stdout = '{"base": "/usr/bin/python3", "version": "3.11.2", "implementation": "cpython", "lacks": []}\n'
    expect(parseAnswer(stdout)).toEqual({
      base: '/usr/bin/python3',
      version: '3.11.2',
      implementation: 'cpython',
      lacks: [],
    })
  })

  it.each([
    '',
    'Python 3.11.2\n',
    '{"base": ""}',
    '{"base": "/p", "version": "three", "implementation": "x", "lacks": []}',
  ])('does not take %j for an answer', (stdout) => {
    expect(() => parseAnswer(stdout)).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })
})
