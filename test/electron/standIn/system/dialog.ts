import { answer } from '../control.ts'
import { Refusing } from '../refusal.ts'
import type { DialogState } from '../verbs.ts'

type Parts = 'showMessageBox' | 'showErrorBox' | 'showOpenDialog' | 'showSaveDialog'

interface Asked {
  readonly kind: string
  readonly options: object
  /** `null` once it was answered. */
  answer: ((value: object) => void) | null
}

const asked: Asked[] = []

/** Waits as a real dialog does, until the test answers. The window it belongs to may come first. */
function ask<T extends object>(kind: string, args: readonly unknown[]): Promise<T> {
  return new Promise<T>((resolve) => {
    const options = args.at(-1) as Electron.MessageBoxOptions
    const one: Asked = { kind, options, answer: (value) => resolve(value as T) }
    asked.push(one)
    // As when it is dismissed: https://www.electronjs.org/docs/latest/api/dialog
    options.signal?.addEventListener('abort', () => {
      one.answer?.({ response: options.cancelId ?? 0, checkboxChecked: false })
      one.answer = null
    })
  })
}

class Dialog extends Refusing implements Pick<Electron.Dialog, Parts> {
  showMessageBox = (...args: unknown[]) => ask<Electron.MessageBoxReturnValue>('showMessageBox', args)
  showOpenDialog = (...args: unknown[]) => ask<Electron.OpenDialogReturnValue>('showOpenDialog', args)
  showSaveDialog = (...args: unknown[]) => ask<Electron.SaveDialogReturnValue>('showSaveDialog', args)
  showErrorBox(title: string, content: string): void {
    asked.push({ kind: 'showErrorBox', options: { title, content }, answer: null })
    process.stderr.write(`${title}: ${content}\n`)
  }
}

export const dialog = new Dialog()

answer({
  dialogs: (): readonly DialogState[] =>
    asked.map(({ kind, options, answer: to }) => ({ kind, options, isOpen: to !== null })),
  answerDialog: (value) => {
    const oldest = asked.find(({ answer: to }) => to !== null)
    if (!oldest?.answer) throw new Error('No dialog waits for an answer.')
    oldest.answer(value)
    oldest.answer = null
  },
})
