import { create } from 'zustand'
import type { Image } from '../../main/contract/live.ts'
import { openPage } from './navigation.ts'

/** What is asked of the user about images, on their page. */
export type ImageDialog =
  | { readonly kind: 'run' | 'tag' | 'push'; readonly image: Image }
  | { readonly kind: 'remove' | 'save'; readonly images: readonly [Image, ...Image[]] }
  | { readonly kind: 'pull' | 'build' | 'load' | 'prune' }

export const useImageDialog = create<{ readonly dialog: ImageDialog | null }>(() => ({ dialog: null }))

/** Shows the page, with the dialog over it. */
export function openImageDialog(dialog: ImageDialog): void {
  openPage('images')
  useImageDialog.setState({ dialog })
}

export function closeImageDialog(): void {
  useImageDialog.setState({ dialog: null })
}
