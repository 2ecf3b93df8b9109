import { describe, expect, it } from 'vitest'
import { buildPythonArgs, readPythonMode } from '../../../../main/drivers/python/program.ts'

describe('the arguments of the Python workload', () => {
  it('let nothing of the user’s into it, and nothing of the installation’s into its import', () => {
    expect(buildPythonArgs('work', 0.5).slice(0, 3)).toEqual(['-I', '-S', '-u'])
    expect(buildPythonArgs('work', 0.5).slice(-2)).toEqual(['work', '0.5'])
    expect(buildPythonArgs('idle')).not.toContain('-S')
  })

  it('are known again, and those of another program are not', () => {
    expect(readPythonMode(buildPythonArgs('work', 0.1))).toBe('work')
    expect(readPythonMode(buildPythonArgs('idle'))).toBe('idle')
    expect(readPythonMode(['-u', '-c', "print('ISOSCOPE READY')"])).toBeNull()
  })
})
