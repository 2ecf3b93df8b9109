import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../../../main/hosts/cli/commandLine.ts'
import { createCommandOfVerbs } from '../../../../main/hosts/cli/verbs.ts'

const done: string[] = []
const command = createCommandOfVerbs({
  name: 'hub',
  summary: 'Hubs',
  options: { json: { type: 'boolean', help: 'print JSON' }, yes: { type: 'boolean', help: 'do not ask' } },
  verbs: [
    {
      name: 'list',
      summary: 'Lists',
      operands: [],
      options: ['json'],
      run: async (values) => {
        done.push(`list ${values.json}`)
        return 0
      },
    },
    {
      name: 'start',
      summary: 'Starts',
      operands: ['USER…'],
      options: [],
      run: async (_values, _root, users) => {
        done.push(`start ${users.join()}`)
        return 0
      },
    },
  ],
})
const run = async (...argv: readonly string[]) => {
  const parsed = parseCommandLine(['hub', ...argv], [command])
  if (parsed.kind === 'help') return parsed.text
  return parsed.command.run(parsed.values, '/', parsed)
}

describe('a command of verbs', () => {
  it('runs the verb with what is left', async () => {
    expect(await run('list', '--json')).toBe(0)
    expect(await run('start', 'a', 'b')).toBe(0)
    expect(done).toEqual(['list true', 'start a,b'])
  })

  it.each([
    [['stop'], "'hub' has no 'stop': list, start."],
    [['list', 'x'], "'hub list' takes nothing, 1 given."],
    [['start'], "'hub start' takes USER…, 0 given."],
    [['list', '--yes'], "'hub list' does not take --yes."],
  ])('%j is bad use: %s', async (argv, says) => {
    await expect(async () => run(...argv)).rejects.toThrow(says)
  })

  it('shows its verbs in the help', async () => {
    expect(await run('--help')).toMatch(/^ {2}list {9}Lists\n {2}start USER… {2}Starts$/m)
  })
})
