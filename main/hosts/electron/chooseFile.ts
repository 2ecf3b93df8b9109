import { type BaseWindow, dialog } from 'electron'
import type { FileChoice } from '../../contract/fileChoice.ts'

/** The system's own dialog, which holds the window until it is answered; null when the user leaves it. */
export async function chooseFile(window: BaseWindow, { purpose, filters }: FileChoice): Promise<string | null> {
  const options = { filters: filters.map(({ title, extensions }) => ({ name: title, extensions: [...extensions] })) }
  if (purpose === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || filePath === '' ? null : filePath
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...options,
    properties: purpose === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}
