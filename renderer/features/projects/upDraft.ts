import { projectNamePattern, projectNameRule } from '../../../main/contract/projectName.ts'
import type { ProjectRequest } from '../../../main/contract/projects.ts'
import type { Checked } from '../instances/useForm.ts'

export interface UpDraft {
  readonly folder: string
  /** Empty: the usual one. */
  readonly file: string
  /** Empty: as the file or the folder has it. */
  readonly name: string
}

export const firstUp: UpDraft = { folder: '', file: '', name: '' }

export function checkUp(draft: UpDraft): Checked<UpDraft, Extract<ProjectRequest, { action: 'up' }>> {
  const [folder, file, name] = [draft.folder.trim(), draft.file.trim(), draft.name.trim()]
  const errors = {
    ...(folder === '' && { folder: 'The folder in which the Compose file is.' }),
    ...(file !== '' &&
      !/^[^/\\-][^/\\]*$/.test(file) && { file: 'The name of a file in the folder, without slashes.' }),
    ...(name !== '' && !projectNamePattern.test(name) && { name: projectNameRule }),
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return {
    ok: true,
    request: {
      action: 'up',
      technology: 'docker',
      folder,
      ...(file !== '' && { file }),
      ...(name !== '' && { name }),
    },
  }
}
