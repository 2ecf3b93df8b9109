import type { Command } from '../commandLine.ts'
import { loginNotes, loginOptions } from '../registry/readLogin.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { loadVerb, saveVerb } from './archive.ts'
import { buildOptions, buildVerb } from './build.ts'
import { diffVerb } from './diff.ts'
import { filesVerb } from './files.ts'
import { layersVerb } from './layers.ts'
import { listVerb } from './list.ts'
import { pruneVerb } from './prune.ts'
import { removeVerb } from './remove.ts'
import { tagVerb, untagVerb } from './tag.ts'
import { pullVerb, pushVerb } from './transfer.ts'

export const imageCommand: Command = createCommandOfVerbs({
  name: 'image',
  summary:
    'Images: builds and lists them, shows what is in them, compares, names, pulls, pushes, removes, saves and loads them',
  options: {
    layer: { type: 'string', placeholder: 'N', help: 'of files: which layer, 0 for the lowest (usual: the topmost)' },
    in: { type: 'string', placeholder: 'FOLDER', help: 'of files: what is in this folder' },
    ...buildOptions,
    platform: { type: 'string', placeholder: 'OS/ARCH', help: 'of pull and build: not the one of this machine' },
    ...loginOptions,
    all: { type: 'boolean', help: 'of prune: every image that no container uses, also with a name' },
    move: { type: 'boolean', help: 'of tag: take the name from the image that has it' },
    replace: { type: 'boolean', help: 'of save: take the place of the file that is there' },
    yes: { type: 'boolean', help: 'of rm and prune: do not ask' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [
    listVerb,
    layersVerb,
    filesVerb,
    diffVerb,
    buildVerb,
    tagVerb,
    untagVerb,
    removeVerb,
    saveVerb,
    loadVerb,
    pruneVerb,
    pullVerb,
    pushVerb,
  ],
  notes: `
IMAGE is a name, or an id or the beginning of one. REFERENCE: [REGISTRY/]NAME[:TAG]; without a registry it is Docker Hub.
${loginNotes}`,
})
