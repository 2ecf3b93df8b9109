import { imageNamePattern, imageNameRule, maxImageNameLength } from '../../../main/contract/imageName.ts'
import type { Checked } from '../instances/useForm.ts'

export interface TagDraft {
  readonly name: string
  readonly move: boolean
}

/** Pure. */
export function checkTag(draft: TagDraft): Checked<TagDraft, TagDraft> {
  const name = draft.name.trim()
  const error = findNameFault(name)
  return error === null ? { ok: true, request: { ...draft, name } } : { ok: false, errors: { name: error } }
}

/** Pure. Null for a name that an image may have. */
export function findNameFault(name: string): string | null {
  if (name === '') return 'An image needs a name here.'
  return imageNamePattern.test(name) && name.length <= maxImageNameLength ? null : imageNameRule
}
