import { Emitter } from './refusal.ts'

/** Messages only: the shell has no `handle`, and asking for one throws. */
class IpcMain extends Emitter {}

export const ipcMain = new IpcMain()
