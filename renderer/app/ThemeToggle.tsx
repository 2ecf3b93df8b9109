import { ActionIcon, type MantineColorScheme, Tooltip, useMantineColorScheme } from '@mantine/core'
import { changeSettings } from '../store/settings.ts'
import { LineIcon } from '../ui/LineIcon.tsx'

const schemes = {
  auto: { says: 'as the system has it', next: 'light', path: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5a6.5 6.5 0 0 1 0 13' },
  light: {
    says: 'light',
    next: 'dark',
    path: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 .8v1.8M8 13.4v1.8M.8 8h1.8M13.4 8h1.8M2.9 2.9l1.3 1.3M11.8 11.8l1.3 1.3M2.9 13.1l1.3-1.3M11.8 4.2l1.3-1.3',
  },
  dark: { says: 'dark', next: 'auto', path: 'M13.5 10A6 6 0 0 1 6 2.5a6 6 0 1 0 7.5 7.5z' },
} as const satisfies Record<MantineColorScheme, { says: string; next: MantineColorScheme; path: string }>

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { says, next, path } = schemes[colorScheme]
  // Shown at once, also where the settings cannot be reached.
  const change = () => {
    setColorScheme(next)
    void changeSettings({ theme: next === 'auto' ? 'system' : next })
  }
  const label = `Theme: ${says}. Change to ${schemes[next].says}`
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={34} aria-label={label} onClick={change}>
        <LineIcon path={path} isShaded={colorScheme === 'auto'} />
      </ActionIcon>
    </Tooltip>
  )
}
