import { registerHooks } from 'node:module'
import { dirname } from 'node:path'

/*
 * `node --import test/electron/standIn/register.ts out/main/electron.js` runs the built main process in plain Node: whatever
 * imports or requires `electron` gets the stand-in. Node's own process has what Electron's has where the app may look at it.
 */

const standIn = new URL('electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, format: 'module', shortCircuit: true } : next(specifier, context),
})

const likeElectron: Readonly<Record<string, unknown>> = {
  type: 'browser',
  defaultApp: true,
  resourcesPath: dirname(process.execPath),
}
for (const [name, value] of Object.entries(likeElectron)) Object.defineProperty(process, name, { value })
Object.defineProperty(process.versions, 'electron', { value: '0.0.0-stand-in', enumerable: true })
