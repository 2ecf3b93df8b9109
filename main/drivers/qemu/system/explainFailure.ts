import { basename } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'

/**
 * What QEMU and qemu-img say of files and ports, in the user's words. Pure; a failure that says nothing known stays what it is.
 * The words are those of QEMU 7.2 and have been the same since 2.10.
 */
export function explainFailure(error: unknown): unknown {
  if (!(error instanceof EngineError) || error.code !== 'engine_failed' || error.detail === undefined) return error
  return explainWords(error.detail) ?? error
}

/** `detail`: the program's own last lines. Null when none of them is known. */
export function explainWords(detail: string): EngineError | null {
  const tell = (code: EngineError['code'], message: string, remedy?: string) =>
    new EngineError(code, 'qemu', message, { detail, ...(remedy !== undefined && { remedy: { text: remedy } }) })
  const port = /Could not set up host forwarding rule '(\w+):[\d.]+:(\d+)-/.exec(detail)
  if (port) {
    return tell('in_use', `Port ${port[2]} (${port[1]}) of this machine is taken.`, 'Stop what listens there')
  }
  if (/Failed to get (?:shared )?"[\w ]+" lock/.test(detail)) {
    const file = nameFile(/using the image \[(.+)\]\?/.exec(detail)?.[1])
    return tell('in_use', `The disk ${file}is used by another program.`, 'Stop the machine that uses it')
  }
  if (/No space left on device/.test(detail)) {
    return tell('no_space', 'There is no space left on the disk of this machine.', 'Make room and try again')
  }
  if (/Cannot allocate memory/i.test(detail)) {
    return tell('no_space', 'This machine has not enough free memory for it.', 'Stop something else, or give it less')
  }
  if (/snapshot not found|Failed to load snapshot|Snapshot '.*' does not exist|Can't find snapshot/.test(detail)) {
    return tell('not_found', 'There is no such snapshot in the disk.')
  }
  const missing = /Could not open '(.+?)': No such file or directory/.exec(detail)
  if (missing) {
    return tell('not_found', `The file ${nameFile(missing[1])}is gone.`, 'Put it back to where it was')
  }
  if (/Permission denied/.test(detail)) return tell('permission_denied', 'A file of the machine may not be opened.')
  if (/Image is not in \w+ format|Invalid (?:magic|signature)|unsupported header/i.test(detail)) {
    return tell('bad_input', 'The file is no disk of this format.')
  }
  if (/load of migration failed|Unknown savevm section|Missing section|error while loading state/i.test(detail)) {
    return tell(
      'engine_failed',
      'The saved memory does not fit this machine any more.',
      'Discard the saved state; the machine then starts anew',
    )
  }
  return null
}

/** With a space behind, or nothing. */
function nameFile(path: string | undefined): string {
  return path === undefined ? '' : `${basename(path)} `
}
