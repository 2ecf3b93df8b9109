import type { MenuItemConstructorOptions } from 'electron'
import { expect, test, vi } from 'vitest'
import { isAllowedExternal } from '../../../../main/hosts/electron/decisions.ts'
import { createMenuTemplate, helpLinks } from '../../../../main/hosts/electron/menu.ts'

const state = {
  isPackaged: true,
  opensAtLogin: true,
  keepsRunning: false,
  canKeepRunning: true,
  canUpdate: true,
} as const
const actions = {
  showPage: vi.fn(),
  openLink: vi.fn(),
  setOpenAtLogin: vi.fn(),
  setKeepRunning: vi.fn(),
  checkForUpdates: vi.fn(),
}
const build = (platform: NodeJS.Platform, change: object = {}) =>
  createMenuTemplate({ ...state, platform, ...change }, actions)
const under = (entry: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] =>
  Array.isArray(entry?.submenu) ? entry.submenu : []
const all = (menu: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap((entry) => [entry, ...all(under(entry))])
const roles = (menu: MenuItemConstructorOptions[]) => menu.flatMap(({ role }) => role ?? [])
const click = (menu: MenuItemConstructorOptions[], label: string, checked = false): void => {
  const entry = all(menu).find((each) => each.label === label)
  // What an entry does here depends on its own mark only.
  entry?.click?.({ checked } as never, undefined, {} as never)
}

test('macOS has About, Settings, Services, Hide and Quit in the app menu and nowhere else', () => {
  const [appMenu, ...others] = build('darwin')
  expect(appMenu?.role).toBe('appMenu')
  expect(roles(under(appMenu))).toEqual(['about', 'services', 'hide', 'hideOthers', 'unhide', 'quit'])
  expect(all(under(appMenu)).map(({ label }) => label)).toContain('Settings…')
  for (const role of ['about', 'quit'] as const) expect(roles(all(others))).not.toContain(role)
})

test.for(['linux', 'win32'] as const)(
  '%s has File, Edit, View, Window, Help; Quit in File and About in Help',
  (platform) => {
    const menu = build(platform)
    expect(menu.map(({ label, role }) => label ?? role)).toEqual(['&File', 'editMenu', '&View', 'windowMenu', 'help'])
    expect(roles(under(menu[0]))).toEqual(['close', 'quit'])
    expect(roles(under(menu[4]))).toEqual(['about'])
  },
)

test.for(['linux', 'darwin'] as const)(
  'looks for updates when asked, where there are any to look for: %s',
  (platform) => {
    const find = (change: object) => all(build(platform, change)).find((one) => one.id === 'check-for-updates')
    const click = find({})?.click as (() => void) | undefined
    click?.()
    expect(actions.checkForUpdates).toHaveBeenCalledOnce()
    expect(find({ canUpdate: false })).toBeUndefined()
  },
)
