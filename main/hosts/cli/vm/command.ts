import type { Command } from '../commandLine.ts'
import { instanceWords } from '../findInstance.ts'
import { withLongWork } from '../longWork.ts'
import { powerCommands } from '../power.ts'
import { removeCommand } from '../remove.ts'
import { nameInstance } from '../selectInstances.ts'
import { createCommandOfVerbs, type Verb } from '../verbs.ts'
import { listVerb, showVerb } from './list.ts'
import { cloneVerb, createVerb, exportVerb, importVerb } from './make.ts'
import { selectMachine } from './selectMachine.ts'
import { snapshotVerb } from './snapshot.ts'

const summaries: Readonly<Record<string, string>> = {
  start: 'starts it',
  stop: 'presses its power button, and cuts its power after the usual grace period',
  pause: 'freezes it; it keeps its memory',
  resume: 'goes on with what is paused',
  save: 'writes its memory to the disk; a start goes on where it was',
  kill: 'cuts its power at once',
}

const powerVerbs: readonly Verb[] = powerCommands.flatMap(({ name, run }) => {
  const summary = summaries[name]
  if (summary === undefined) return []
  return [
    {
      name,
      summary,
      operands: ['ID…'],
      options: [],
      run: (_, root, operands) => run({}, root, { operands, program: [] }),
    },
  ]
})

const removeVerb: Verb = {
  name: 'remove',
  summary: 'removes machines with their files for good; asks first',
  operands: ['ID…'],
  options: ['yes'],
  run: (values, root, operands) => removeCommand.run(values, root, { operands, program: [] }),
}

const discardVerb: Verb = {
  name: 'discard',
  summary: 'forgets the memory that save has written',
  operands: ['ID'],
  options: [],
  run: (_values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const machine = await selectMachine(client, operand, signal)
      await client.machines.perform({ action: 'discardState', id: machine.id })
      process.stdout.write(`${nameInstance(machine)} starts anew the next time\n`)
      return 0
    }),
}

export const vmCommand: Command = createCommandOfVerbs({
  name: 'vm',
  summary: 'Virtual machines: makes, starts, snapshots, clones, exports and removes them',
  options: {
    with: { type: 'string', placeholder: 'ENGINE', help: 'of create and import: virtualbox (usual) or qemu' },
    cpus: { type: 'string', placeholder: 'N', help: 'of create' },
    memory: { type: 'string', placeholder: 'MIB', help: 'of create' },
    'disk-size': { type: 'string', placeholder: 'GIB', help: 'of create: a new disk of this size' },
    disk: { type: 'string', placeholder: 'FILE', help: 'of create: a disk image that exists; it stays where it is' },
    'no-disk': { type: 'boolean', help: 'of create: without a disk' },
    iso: { type: 'string', placeholder: 'FILE', help: 'of create: an ISO image in its drive' },
    os: { type: 'string', placeholder: 'TYPE', help: "of create: its guest system, of 'VBoxManage list ostypes'" },
    port: {
      type: 'string',
      multiple: true,
      placeholder: 'HOST:GUEST',
      help: 'of create: a port of this machine that leads to one of the guest; several times',
    },
    window: { type: 'boolean', help: 'of create: show it in a window when it starts' },
    linked: { type: 'boolean', help: 'of clone: share the disk of the first' },
    snapshot: { type: 'string', placeholder: 'ID', help: 'of clone: as it was then' },
    description: { type: 'string', placeholder: 'TEXT', help: 'of snapshot take' },
    yes: { type: 'boolean', help: 'of remove: do not ask' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [
    listVerb,
    createVerb,
    showVerb,
    ...powerVerbs,
    snapshotVerb,
    cloneVerb,
    exportVerb,
    importVerb,
    discardVerb,
    removeVerb,
  ],
  notes: `
${instanceWords}
Exit code: 0 done, 1 failed, 2 bad use, 130 interrupted.`,
})
