import type { FileChoice } from '../../../../main/contract/fileChoice.ts'
import type { Checked } from '../../instances/useForm.ts'

export const archiveFilters: FileChoice['filters'] = [
  { title: 'Archives of images', extensions: ['tar', 'tar.gz', 'tgz'] },
  { title: 'All files', extensions: ['*'] },
]

/** Pure. */
export function checkArchive<Draft extends { readonly path: string }>(draft: Draft): Checked<Draft, Draft> {
  const path = draft.path.trim()
  if (path !== '') return { ok: true, request: { ...draft, path } }
  return { ok: false, errors: { path: 'Say which file.' } as { readonly [Name in keyof Draft]?: string } }
}
