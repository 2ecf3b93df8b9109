import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useSettings } from '../store/settings.ts'

/** Paints the window as the settings say, whoever changes them. */
export function ThemeFollower() {
  const theme = useSettings(({ settings }) => settings?.theme)
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme)
  }, [theme, setColorScheme])
  return null
}
