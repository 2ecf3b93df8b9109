import { localStorageColorSchemeManager } from '@mantine/core'

/** Keeps the theme in this browser as well: the settings come over the wire, too late for the first paint. */
export const themeMemory = localStorageColorSchemeManager({ key: 'isoscope.theme' })

/** Before anything is painted: the canvas has the colour of the theme that was last shown here. */
export function paintCanvas(): void {
  const theme = themeMemory.get('auto')
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')
  if (meta && theme !== 'auto') meta.content = theme
}
