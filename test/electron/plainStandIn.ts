import { cpSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from '../support/cli.ts'

/**
 * The stand-in as JavaScript in a new folder; resolves to what `--import` names. Node takes the types out of TypeScript with a
 * compiler that stays in the process, a dozen MB of it, which no app has in its own.
 */
export function writePlainStandIn(folder: string): string {
  cpSync(join(projectRoot, 'test', 'electron', 'standIn'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const name of globSync('**/*.ts', { cwd: folder })) {
    const path = join(folder, name)
    writeFileSync(
      path,
      stripTypeScriptTypes(readFileSync(path, 'utf8')).replaceAll(/(?<=')([\w./-]+)\.ts(?=')/g, '$1.js'),
    )
    renameSync(path, path.replace(/\.ts$/, '.js'))
  }
  return join(folder, 'register.js')
}
