import type { CommitOrder, ConfigChanges } from '../../contract/containerChanges.ts'
import { cleanText } from '../../model/cleanText.ts'
import { type Command, listOf, type OptionValues, UsageError } from './commandLine.ts'
import { instanceWords } from './findInstance.ts'
import { shortenImageId } from './image/selectImage.ts'
import { checkImageName } from './image/tag.ts'
import { withLongWork } from './longWork.ts'
import { selectContainer } from './selectContainer.ts'
import { nameInstance } from './selectInstances.ts'
import { writeOut } from './standardOutput.ts'

export const commitCommand: Command = {
  name: 'commit',
  summary: 'Makes an image of a container as it is now',
  operands: ['ID', 'NAME'],
  program: 'COMMAND…',
  options: {
    message: { type: 'string', short: 'm', placeholder: 'TEXT', help: 'what it is for' },
    author: { type: 'string', short: 'a', placeholder: 'TEXT', help: 'who made it' },
    'no-pause': { type: 'boolean', help: 'let it run meanwhile' },
    move: { type: 'boolean', help: 'take the name from the image that has it' },
    entrypoint: { type: 'string', multiple: true, placeholder: 'WORD', help: 'ENTRYPOINT, once for each word' },
    'no-entrypoint': { type: 'boolean', help: 'no ENTRYPOINT' },
    env: { type: 'string', multiple: true, short: 'e', placeholder: 'NAME=VALUE', help: 'ENV' },
    expose: { type: 'string', multiple: true, placeholder: 'PORT', help: 'EXPOSE, such as 80 or 53/udp' },
    label: { type: 'string', multiple: true, short: 'l', placeholder: 'NAME=VALUE', help: 'LABEL' },
    user: { type: 'string', short: 'u', placeholder: 'USER', help: 'USER' },
    volume: { type: 'string', multiple: true, placeholder: 'PATH', help: 'VOLUME' },
    workdir: { type: 'string', short: 'w', placeholder: 'PATH', help: 'WORKDIR' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  notes: `${instanceWords}
What follows -- becomes CMD. Texts are taken as they are: no quotes, no variables.`,
  run: (values, root, { operands: [operand = '', name = ''], program }) => {
    const order = { name: checkImageName(name), ...readOrder(values, program) }
    return withLongWork(root, async (client, signal) => {
      const container = await selectContainer(client, operand, signal)
      const { image } = await client.containers.commit({ id: container.id, ...order })
      await writeOut(
        values.json
          ? `${JSON.stringify({ image, name }, null, 2)}\n`
          : `committed ${nameInstance(container)} to ${cleanText(name)} (${shortenImageId(image)})\n`,
      )
      return 0
    })
  },
}

/** Exported for its test. Throws UsageError. */
export function readOrder(
  values: OptionValues,
  program: readonly string[],
): Pick<CommitOrder, 'message' | 'author' | 'pause' | 'move' | 'config'> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '')
  const many = (name: string) => (values[name] === undefined ? undefined : listOf(values[name]))
  const assigned = (name: string) => many(name)?.map((one) => splitAssignment(name, one))
  const noEntrypoint = values['no-entrypoint'] === true
  if (noEntrypoint && values.entrypoint !== undefined)
    throw new UsageError('of --entrypoint and --no-entrypoint, one says what it has.')
  const given: Record<keyof ConfigChanges, unknown> = {
    command: program.length > 0 ? [...program] : undefined,
    entrypoint: noEntrypoint ? [] : many('entrypoint'),
    environment: assigned('env'),
    ports: many('expose')?.map(readPort),
    labels: assigned('label'),
    user: text('user') || undefined,
    volumes: many('volume'),
    workingDirectory: text('workdir') || undefined,
  }
  const config = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ConfigChanges
  return {
    message: text('message'),
    author: text('author'),
    pause: values['no-pause'] !== true,
    move: values.move === true,
    config,
  }
}

function splitAssignment(option: string, text: string): { readonly name: string; readonly value: string } {
  const end = text.indexOf('=')
  if (end <= 0) throw new UsageError(`--${option} takes NAME=VALUE, not '${text}'.`)
  return { name: text.slice(0, end), value: text.slice(end + 1) }
}

function readPort(text: string): string {
  if (/^[1-9]\d{0,4}$/.test(text)) return `${text}/tcp`
  if (/^[1-9]\d{0,4}\/(tcp|udp|sctp)$/.test(text)) return text
  throw new UsageError(`--expose takes a port such as 80 or 53/udp, not '${text}'.`)
}
