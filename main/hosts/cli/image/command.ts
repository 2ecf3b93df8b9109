import type { Command } from '../commandLine.ts'
import { loginNotes, loginOptions } from '../registry/readLogin.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { diffVerb } from './diff.ts'
import { filesVerb } from './files.ts'
import { layersVerb } from './layers.ts'
import { listVerb } from './list.ts'
import { pullVerb, pushVerb } from './transfer.ts'

export const imageCommand: Command = createCommandOfVerbs({
  name: 'image',
  summary: 'Images: lists them, shows their layers and what is in them, compares two, pulls and pushes',
  options: {
    layer: { type: 'string', placeholder: 'N', help: 'of files: which layer, 0 for the lowest (usual: the topmost)' },
    in: { type: 'string', placeholder: 'FOLDER', help: 'of files: what is in this folder' },
    platform: { type: 'string', placeholder: 'OS/ARCH', help: 'of pull: not the one of this machine' },
    ...loginOptions,
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [listVerb, layersVerb, filesVerb, diffVerb, pullVerb, pushVerb],
  notes: `
IMAGE is a name, or an id or the beginning of one. REFERENCE: [REGISTRY/]NAME[:TAG]; without a registry it is Docker Hub.
${loginNotes}`,
})
