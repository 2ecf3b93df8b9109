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

test.for(['linux', 'darwin'] as const)('each page is opened by its address and a key of its own, on %s', (platform) => {
  const menu = build(platform)
  actions.showPage.mockClear()
  for (const label of ['Compare', 'History', 'Live', 'Engines', 'Settings…']) click(menu, label)
  const pages = ['compare', 'history', 'live', 'engines', 'settings']
  expect(actions.showPage.mock.calls).toEqual(pages.map((page) => [`/?page=${page}`]))
  const keys = all(menu).flatMap(({ accelerator }) => accelerator ?? [])
  expect(keys).toHaveLength(5)
  expect(new Set(keys).size).toBe(5)
})

test('every link of Help may open outside', () => {
  const menu = build('linux')
  actions.openLink.mockClear()
  for (const [label, url] of helpLinks) {
    expect(isAllowedExternal(url), url).toBe(true)
    click(menu, label)
    expect(actions.openLink).toHaveBeenLastCalledWith(url)
  }
})

test('the two choices show how things are and hand on what was clicked', () => {
  const find = (menu: MenuItemConstructorOptions[], id: string) => all(menu).find((entry) => entry.id === id)
  const menu = build('linux')
  expect(find(menu, 'open-at-login')).toMatchObject({ type: 'checkbox', checked: true })
  expect(find(menu, 'keep-running')).toMatchObject({ type: 'checkbox', checked: false, enabled: true })
  expect(find(build('linux', { canKeepRunning: false }), 'keep-running')?.enabled).toBe(false)
  click(menu, 'Open at login', false)
  click(menu, 'Keep running when the window is closed', true)
  expect(actions.setOpenAtLogin).toHaveBeenCalledWith(false)
  expect(actions.setKeepRunning).toHaveBeenCalledWith(true)
})

test('developer tools are for a checkout', () => {
  expect(roles(all(build('linux')))).not.toContain('toggleDevTools')
  expect(roles(all(build('linux', { isPackaged: false })))).toContain('toggleDevTools')
})

test.for(['linux', 'darwin'] as const)('looks for updates when asked, where it can: %s', (platform) => {
  actions.checkForUpdates.mockClear()
  const find = (change: object) => all(build(platform, change)).find((one) => one.id === 'check-for-updates')
  const click = find({})?.click as (() => void) | undefined
  click?.()
  expect(actions.checkForUpdates).toHaveBeenCalledOnce()
  expect(find({ canUpdate: false })).toBeUndefined()
})
