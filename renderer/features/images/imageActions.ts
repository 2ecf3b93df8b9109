import type { Image } from '../../../main/contract/live.ts'
import { openImageDialog } from '../../store/imageDialog.ts'

export interface ImageAction {
  readonly label: string
  /** It takes something away for good, after a second step. */
  readonly isLoss?: true
  readonly run: () => void
}

/** What can be done with one image, in the order of a menu. */
export function listImageActions(image: Image): readonly ImageAction[] {
  return [
    { label: 'Run…', run: () => openImageDialog({ kind: 'run', image }) },
    { label: 'Names…', run: () => openImageDialog({ kind: 'tag', image }) },
    { label: 'Push…', run: () => openImageDialog({ kind: 'push', image }) },
    ...listManyActions([image]),
  ]
}

/** What can be done with several at once. */
export function listManyActions(images: readonly [Image, ...Image[]]): readonly ImageAction[] {
  return [
    { label: 'Save…', run: () => openImageDialog({ kind: 'save', images }) },
    { label: 'Remove…', isLoss: true, run: () => openImageDialog({ kind: 'remove', images }) },
  ]
}
