import type { Command } from '../commandLine.ts'
import { instanceWords } from '../findInstance.ts'
import { removeCommand } from '../remove.ts'
import { createCommandOfVerbs, type Verb } from '../verbs.ts'
import { listVerb, makersVerb } from './list.ts'
import { cloneVerb, createVerb, importVerb } from './make.ts'
import { exportVerb, installVerb, packagesVerb, runVerb, uninstallVerb, updateVerb } from './packages.ts'

const removeVerb: Verb = {
  name: 'remove',
  summary: 'removes environments for good; asks first',
  operands: ['ID…'],
  options: ['yes'],
  run: (values, root, operands) => removeCommand.run(values, root, { operands, program: [] }),
}

export const envCommand: Command = createCommandOfVerbs({
  name: 'env',
  summary: 'Environments of Python and conda: makes, fills, exports and removes them',
  options: {
    with: {
      type: 'string',
      placeholder: 'MAKER',
      help: "the program that makes it, of 'env makers': venv, virtualenv, conda",
    },
    python: { type: 'string', placeholder: 'VERSION', help: 'of create: its Python, such as 3.12' },
    package: {
      type: 'string',
      multiple: true,
      placeholder: 'PACKAGE',
      help: 'of create and update; may be given several times',
    },
    channel: {
      type: 'string',
      multiple: true,
      placeholder: 'CHANNEL',
      help: "conda's, instead of your own; several times",
    },
    prefix: {
      type: 'string',
      placeholder: 'DIR',
      help: 'make it in this folder, not where its program keeps them (conda)',
    },
    name: { type: 'string', placeholder: 'NAME', help: 'of import: what it is called; else what the file says' },
    into: { type: 'string', placeholder: 'ID', help: 'of import: the environment to be changed' },
    format: {
      type: 'string',
      placeholder: 'FORMAT',
      help: 'of export: yml, yml-no-builds, yml-history, explicit, requirements',
    },
    output: { type: 'string', placeholder: 'FILE', help: 'of export: write there, not to standard output' },
    yes: { type: 'boolean', help: 'of remove: do not ask' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [
    listVerb,
    makersVerb,
    createVerb,
    importVerb,
    cloneVerb,
    packagesVerb,
    installVerb,
    updateVerb,
    uninstallVerb,
    exportVerb,
    runVerb,
    removeVerb,
  ],
  program: 'CMD ARGS',
  notes: `
${instanceWords}
Exit code: 0 done, 1 failed, 2 bad use, 130 interrupted; of run that of the command.`,
})
