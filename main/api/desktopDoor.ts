import type { Capability } from '../contract/capability.ts'
import type { FileChoice } from '../contract/fileChoice.ts'
import { EngineError } from '../model/engineError.ts'

/** What only the desktop has around it; a door that is no desktop has none. */
export interface DesktopDoor {
  readonly loginItem: LoginItem
  /** Whether an icon of ours is in a tray; resolves when that is known. */
  hasTray(): Promise<boolean>
  /** The system's own dialog, on our window; null when the user leaves it. */
  chooseFile(choice: FileChoice): Promise<string | null>
}

/** Opening the app when the user logs in, kept where the system keeps it, so that its own settings and ours never differ. */
export interface LoginItem {
  isOn(): boolean
  /** Throws what the system says. */
  set(on: boolean): void
}

export function listDesktopCapabilities(desktop: DesktopDoor | undefined): readonly Capability[] {
  return desktop ? ['login.change', 'files.choose'] : []
}

/** Answers when it is known. A door that is no desktop has none. */
export async function readTray(desktop: DesktopDoor | undefined): Promise<{ there: boolean }> {
  return { there: (await desktop?.hasTray()) === true }
}

/** As the system has it now. Throws `unsupported` where the door is no desktop. */
export function readOpenAtLogin(desktop: DesktopDoor | undefined): { on: boolean } {
  return { on: requireDesktop(desktop).loginItem.isOn() }
}

/** As the system has it afterwards. Throws `unsupported`, and `permission_denied` where the system has not taken it. */
export function setOpenAtLogin(desktop: DesktopDoor | undefined, wanted: boolean): { on: boolean } {
  const { loginItem } = requireDesktop(desktop)
  let cause: unknown
  try {
    loginItem.set(wanted)
  } catch (error) {
    cause = error
  }
  const on = loginItem.isOn()
  if (on !== wanted) {
    throw new EngineError('permission_denied', 'isoscope', 'The system has not taken this.', {
      remedy: { text: 'Look for Isoscope in the system’s own settings of what opens at login.' },
      cause,
    })
  }
  return { on }
}

function requireDesktop(desktop: DesktopDoor | undefined): DesktopDoor {
  if (desktop) return desktop
  throw new EngineError('unsupported', 'isoscope', 'Only the desktop app can be opened at login.')
}
