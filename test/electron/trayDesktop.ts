import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The variables of a desktop with a tray, as far as an app can find out: the program that asks the session bus says that icons
 * are taken. Its file goes with the folder.
 */
export function createTrayDesktop(folder: string): Readonly<Record<string, string>> {
  const programs = join(folder, 'tray-desktop')
  mkdirSync(programs)
  writeFileSync(join(programs, 'gdbus'), "#!/bin/sh\necho '(true,)'\n")
  chmodSync(join(programs, 'gdbus'), 0o755)
  return {
    PATH: `${programs}${delimiter}${process.env.PATH ?? ''}`,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}`,
  }
}
