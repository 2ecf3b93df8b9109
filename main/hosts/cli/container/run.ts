import type { RunOutcome, RunRequest } from '../../../contract/container.ts'
import { cleanText } from '../../../model/cleanText.ts'
import type { Command, OptionValues } from '../commandLine.ts'
import { UsageError } from '../commandLine.ts'
import { explainErrorData } from '../explainError.ts'
import { interruptible } from '../interruption.ts'
import { withLongWork } from '../longWork.ts'
import { nameInstance } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import { joinTerminal, readTerminalSize } from './joinTerminal.ts'
import { listMountedFolders, readRunRequest } from './runOptions.ts'

export const runCommand: Command = {
  name: 'run',
  summary: 'Runs an image in a new container, or in several',
  operands: ['IMAGE'],
  trailing: 'COMMAND ARG…',
  options: {
    interactive: { type: 'boolean', short: 'i', help: 'hand on what is typed, or comes through a pipe' },
    tty: { type: 'boolean', short: 't', help: 'give it a terminal' },
    detach: { type: 'boolean', short: 'd', help: 'start it and leave it' },
    rm: { type: 'boolean', help: 'remove it when it ends' },
    name: { type: 'string', placeholder: 'NAME', help: 'its name; of several NAME-1, NAME-2 and so on' },
    env: { type: 'string', short: 'e', multiple: true, placeholder: 'NAME[=VALUE]', help: 'a variable' },
    publish: { type: 'string', short: 'p', multiple: true, placeholder: '[[ADDR:]HOST:]PORT', help: 'a port of it' },
    volume: { type: 'string', short: 'v', multiple: true, placeholder: 'SOURCE:TARGET[:ro]', help: 'a path or volume' },
    cpus: { type: 'string', placeholder: 'N', help: 'at most so many CPUs, such as 1.5' },
    memory: { type: 'string', short: 'm', placeholder: 'SIZE', help: 'at most so much memory, such as 512m' },
    network: { type: 'string', placeholder: 'NAME', help: 'a network, or none' },
    restart: { type: 'string', placeholder: 'WHEN', help: 'no, always, unless-stopped or on-failure[:N]' },
    user: { type: 'string', short: 'u', placeholder: 'USER[:GROUP]', help: 'who its program runs as' },
    workdir: { type: 'string', short: 'w', placeholder: 'DIR', help: 'where its program runs' },
    entrypoint: { type: 'string', placeholder: 'PROGRAM', help: "instead of the image's; '' for none" },
    count: { type: 'string', placeholder: 'N', help: 'so many of them; with -d' },
    json: { type: 'boolean', help: 'print JSON; with -d' },
  },
  notes:
    'Every word behind IMAGE belongs to the command. Without -d: its output, until it ends, and its exit code is this one’s; Ctrl-C stops it.\nWith -it every key goes to it; Ctrl-P Ctrl-Q leaves it running.',
  run: (values, root, { operands: [image = ''], program }) => {
    const request = readRunRequest(values, image, program, process.env)
    const folders = listMountedFolders(request)
    if (values.detach === true) return withLongWork(root, (client) => start(client, request, values), folders)
    if (request.count > 1) throw new UsageError('several at once are started with -d.')
    if (values.json === true) throw new UsageError('--json tells what was started; give -d with it.')
    checkTerminal(values)
    return withClient(root, (client) => interruptible((signal) => follow(client, request, signal)), folders)
  },
}

/** A terminal for the program needs one here: otherwise nobody could end it by a key. Throws UsageError. */
export function checkTerminal(values: OptionValues): void {
  if (values.tty !== true || values.interactive !== true || process.stdin.isTTY === true) return
  throw new UsageError('-t needs a terminal as standard input: leave it out for a pipe.')
}

function follow(client: Client, request: RunRequest, signal: AbortSignal): Promise<number> {
  const { interactive } = request.spec
  // As a Ctrl-C does to a program that runs without a container.
  const endProgram = (id: string) => client.instances.act({ id, action: 'stop' })
  return joinTerminal(client, { kind: 'run', request, size: readTerminalSize() }, { interactive, endProgram }, signal)
}

async function start(client: Client, request: RunRequest, values: OptionValues): Promise<number> {
  const { outcomes } = await client.containers.run(request)
  if (values.json === true) await writeOut(`${JSON.stringify({ containers: outcomes }, null, 2)}\n`)
  for (const outcome of outcomes) await tell(outcome, values.json === true)
  return outcomes.every(({ error }) => error === null) ? 0 : 1
}

async function tell({ name, instance, error }: RunOutcome, asJson: boolean): Promise<void> {
  if (error !== null) process.stderr.write(`isoscope: ${cleanText(name)}: ${explainErrorData(error)}\n`)
  if (instance !== null && !asJson) await writeOut(`started ${nameInstance(instance)}\n`)
}
