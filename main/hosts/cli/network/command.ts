import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { connectVerb, disconnectVerb } from './connections.ts'
import { inspectVerb, listVerb } from './list.ts'
import { createVerb, removeVerb } from './make.ts'

export const networkCommand: Command = createCommandOfVerbs({
  name: 'network',
  summary: 'Networks: lists them with who is connected, creates and removes them, connects containers',
  options: {
    subnet: {
      type: 'string',
      placeholder: 'CIDR',
      help: 'of create: its addresses, as 10.20.0.0/24 (the engine chooses)',
    },
    internal: { type: 'boolean', help: 'of create: nothing outside can be reached from it' },
    label: { type: 'string', multiple: true, placeholder: 'NAME=VALUE', help: 'of create: may be repeated' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [listVerb, createVerb, inspectVerb, removeVerb, connectVerb, disconnectVerb],
  notes: `
NETWORK is a name, or an id or the beginning of one; CONTAINER as 'isoscope list' shows it.
Exit code: 0 done, 1 it failed, 2 bad use, 130 interrupted.`,
})
