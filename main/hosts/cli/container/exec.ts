import type { Command } from '../commandLine.ts'
import { listOf } from '../commandLine.ts'
import { instanceWords } from '../findInstance.ts'
import { interruptible } from '../interruption.ts'
import { selectOfKind } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { joinTerminal, readTerminalSize } from './joinTerminal.ts'
import { checkTerminal } from './run.ts'
import { readVariables } from './runOptions.ts'

export const execCommand: Command = {
  name: 'exec',
  summary: 'Runs a command in a running container; its exit code is that of the command',
  operands: ['CONTAINER'],
  trailing: 'COMMAND ARG…',
  options: {
    interactive: { type: 'boolean', short: 'i', help: 'hand on what is typed, or comes through a pipe' },
    tty: { type: 'boolean', short: 't', help: 'give it a terminal' },
    env: { type: 'string', short: 'e', multiple: true, placeholder: 'NAME[=VALUE]', help: 'a variable' },
    user: { type: 'string', short: 'u', placeholder: 'USER[:GROUP]', help: 'who it runs as' },
    workdir: { type: 'string', short: 'w', placeholder: 'DIR', help: 'where it runs' },
  },
  notes: `CONTAINER: as an ID. ${instanceWords}\nEvery word behind it belongs to the command; without one, a shell that is there.\nWhen this ends before the command does, the command is hung up, as by a terminal that is closed.`,
  run: (values, root, { operands: [operand = ''], program }) => {
    checkTerminal(values)
    const variables = readVariables(listOf(values.env), process.env)
    const [tty, interactive] = [values.tty === true, values.interactive === true]
    return withClient(root, (client) =>
      interruptible(async (signal) => {
        const id = await selectContainer(client, operand, signal)
        const request = {
          kind: 'exec' as const,
          id,
          argv: program.length === 0 ? null : [...program],
          tty,
          interactive,
          user: typeof values.user === 'string' ? values.user : null,
          directory: typeof values.workdir === 'string' ? values.workdir : null,
          variables,
          size: readTerminalSize(),
        }
        return joinTerminal(client, request, { interactive }, signal)
      }),
    )
  },
}

export const attachCommand: Command = {
  name: 'attach',
  summary: 'Puts this terminal at the first program of a running container',
  operands: ['CONTAINER'],
  options: {},
  notes: `CONTAINER: as an ID. ${instanceWords}\nCtrl-P Ctrl-Q leaves one with a terminal, Ctrl-C one without; it goes on.`,
  run: (_values, root, { operands: [operand = ''] }) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const id = await selectContainer(client, operand, signal)
        const request = { kind: 'attach' as const, id, size: readTerminalSize() }
        return joinTerminal(client, request, { interactive: true }, signal)
      }),
    ),
}

async function selectContainer(client: Client, operand: string, signal: AbortSignal): Promise<string> {
  const kind = { a: 'a container', technologies: ['docker'] as const }
  return (await selectOfKind(client, operand, kind, signal)).id
}
