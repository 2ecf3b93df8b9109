import { join } from 'node:path'

export interface TrayGround {
  readonly platform: NodeJS.Platform
  /** Of the desktop's theme. */
  readonly isDark: boolean
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string | undefined
}

/**
 * The file of the icon. macOS colours a `…Template` itself; Electron finds the `@2x` beside each. Linux gets 32 pixels, which a
 * panel scales down: it takes no second size. The panel of GNOME is dark with a light theme too.
 */
export function chooseTrayImage(folder: string, { platform, isDark, desktop }: TrayGround): string {
  if (platform === 'darwin') return join(folder, 'trayTemplate.png')
  const isDarkGround = isDark || (platform === 'linux' && /gnome/i.test(desktop ?? ''))
  return join(folder, `${isDarkGround ? 'onDark' : 'onLight'}${platform === 'linux' ? '32' : ''}.png`)
}
