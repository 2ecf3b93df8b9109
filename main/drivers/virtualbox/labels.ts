import { EngineError } from '../../model/engineError.ts'
import { uuidPattern } from './parse.ts'

/** The group that machines made here are in, which VirtualBox shows too: set in the same step in which they appear. */
export const ownGroup = '/isoscope'

export function isOurs(settings: ReadonlyMap<string, string>): boolean {
  return (settings.get('groups') ?? '').split(',').includes(ownGroup)
}

/** Where a machine keeps which row of which store's ledger names it. */
export const ledgerKey = 'isoscope/ledger'

export function nameInstance(uuid: string): string {
  return `virtualbox:${uuid}`
}

/** Machines are addressed by UUID alone: a name may look like an option or like another machine's UUID. Throws `not_found`. */
export function requireUuid(id: string): string {
  const uuid = id.startsWith('virtualbox:') ? id.slice('virtualbox:'.length) : ''
  if (uuidPattern.test(uuid)) return uuid
  throw new EngineError('not_found', 'virtualbox', 'There is no such machine.')
}
