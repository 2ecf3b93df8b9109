import type { MenuItemConstructorOptions } from 'electron'
import { type PageName, pageAddress } from './addresses.ts'

/** The native menu as data, with each platform's conventions. Pure: what an entry does is handed in. */

export interface MenuState {
  readonly platform: NodeJS.Platform
  /** Developers' entries are for a checkout. */
  readonly isPackaged: boolean
  readonly opensAtLogin: boolean
  readonly keepsRunning: boolean
  /** Without a tray there is nothing to keep running in. */
  readonly canKeepRunning: boolean
  /** A package that knows where its releases are. */
  readonly canUpdate: boolean
}

export interface MenuActions {
  readonly showPage: (address: string) => void
  readonly openLink: (url: string) => void
  readonly setOpenAtLogin: (on: boolean) => void
  readonly setKeepRunning: (keep: boolean) => void
  readonly checkForUpdates: () => void
}

const pageEntries: readonly (readonly [PageName, string])[] = [
  ['compare', 'Compare'],
  ['history', 'History'],
  ['live', 'Live'],
  ['engines', 'Engines'],
]

/** Each must be allowed to open outside (decisions.ts). */
export const helpLinks: readonly (readonly [label: string, url: string])[] = [
  ['Installing Docker', 'https://docs.docker.com/engine/install/'],
  ['QEMU documentation', 'https://www.qemu.org/docs/master/'],
  ['Python environments', 'https://docs.python.org/3/library/venv.html'],
  ['Conda documentation', 'https://docs.conda.io/projects/conda/en/stable/'],
]

const separator: MenuItemConstructorOptions = { type: 'separator' }

export function createMenuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = state.platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.showPage(pageAddress('settings')),
  }
  const choices = createChoices(state, actions)
  const updates: MenuItemConstructorOptions[] = state.canUpdate
    ? [{ id: 'check-for-updates', label: 'Check for updates…', click: () => actions.checkForUpdates() }]
    : []
  return [
    ...(isMac ? [createAppMenu(updates, settings, choices)] : []),
    {
      label: isMac ? 'File' : '&File',
      submenu: isMac
        ? [{ role: 'close' }]
        : [settings, separator, ...choices, separator, { role: 'close' }, { role: 'quit' }],
    },
    { role: 'editMenu' },
    { label: isMac ? 'View' : '&View', submenu: createViewMenu(state, actions) },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        ...helpLinks.map(([label, url]) => ({ label, click: () => actions.openLink(url) })),
        // On macOS it is in the app's own menu.
        ...(isMac ? [] : [separator, ...updates, { role: 'about' as const }]),
      ],
    },
  ]
}

function createAppMenu(
  updates: readonly MenuItemConstructorOptions[],
  settings: MenuItemConstructorOptions,
  choices: readonly MenuItemConstructorOptions[],
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      ...updates,
      separator,
      settings,
      ...choices,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

/** What only the desktop has to be set; a click has changed the mark already. */
function createChoices(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      id: 'open-at-login',
      label: 'Open at login',
      type: 'checkbox',
      checked: state.opensAtLogin,
      click: ({ checked }) => actions.setOpenAtLogin(checked),
    },
    {
      id: 'keep-running',
      label: 'Keep running when the window is closed',
      type: 'checkbox',
      checked: state.keepsRunning,
      enabled: state.canKeepRunning,
      click: ({ checked }) => actions.setKeepRunning(checked),
    },
  ]
}

function createViewMenu(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    ...pageEntries.map(([page, label], index) => ({
      id: page,
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.showPage(pageAddress(page)),
    })),
    separator,
    { role: 'reload' },
    ...(state.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ]
}
