import { localStorageColorSchemeManager } from '@mantine/core'
import { themeKey } from './themeKey.ts'

export const themeMemory = localStorageColorSchemeManager({ key: themeKey })
