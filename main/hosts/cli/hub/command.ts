import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { connectVerb, disconnectVerb, listVerb, tokenVariable } from './connections.ts'
import { addVerb, removeVerb, startVerb, stopVerb, usersVerb } from './users.ts'

export const hubCommand: Command = createCommandOfVerbs({
  name: 'hub',
  summary: 'JupyterHub: connects to hubs, lists users, starts and stops their servers',
  options: {
    hub: { type: 'string', placeholder: 'URL', help: 'of add: the hub, where several are connected' },
    json: { type: 'boolean', help: 'of connect, list and users: print JSON' },
    yes: { type: 'boolean', help: 'of remove: do not ask' },
  },
  verbs: [connectVerb, disconnectVerb, listVerb, usersVerb, startVerb, stopVerb, addVerb, removeVerb],
  notes: `
The token is typed (it is not shown), sent to standard input, or taken from ${tokenVariable}; never an argument. It is kept
in a file in the data folder that only you can read. USER: a name, or an id as 'isoscope list' shows it.
Exit code: 0 done, 1 one of them failed, 2 bad use, 130 interrupted.`,
})
