import { app } from '../app.ts'
import { answer } from '../control.ts'
import { Emitter, Refusing } from '../refusal.ts'
import { windows } from '../registry.ts'
import type { ItemState } from '../verbs.ts'

type ItemParts = 'id' | 'label' | 'type' | 'sublabel' | 'toolTip' | 'enabled' | 'visible' | 'checked' | 'commandId'

let lastCommand = 0

export class MenuItem extends Refusing implements Pick<Electron.MenuItem, ItemParts> {
  readonly commandId = ++lastCommand
  readonly id: string
  readonly type: NonNullable<Electron.MenuItemConstructorOptions['type']>
  readonly role: Electron.MenuItemConstructorOptions['role'] | null
  readonly accelerator: Electron.Accelerator | null
  readonly toolTip: string
  readonly submenu: Menu | null
  readonly icon: Electron.MenuItemConstructorOptions['icon']
  menu: Menu | undefined
  label: string
  sublabel: string
  enabled: boolean
  visible: boolean
  checked: boolean
  private readonly onClick: Electron.MenuItemConstructorOptions['click']

  constructor(options: Electron.MenuItemConstructorOptions) {
    super()
    const { submenu } = options
    this.type = options.type ?? (submenu ? 'submenu' : 'normal')
    if (this.type === 'submenu' && !submenu && !options.role) throw new Error('Invalid submenu')
    this.submenu = Array.isArray(submenu) ? Menu.build(submenu) : ((submenu as Menu | undefined) ?? null)
    this.role = options.role ?? null
    this.label = options.label ?? ''
    this.id = options.id ?? ''
    this.accelerator = options.accelerator ?? null
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.icon = options.icon
    this.enabled = options.enabled !== false
    this.visible = options.visible !== false
    this.checked = options.checked === true
    this.onClick = options.click
  }
  click(): void {
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') {
      for (const each of this.menu?.items ?? []) if (each.type === 'radio') each.checked = each === this
    }
    // An item with a role does what the role says, and Electron ignores its own `click`.
    if (this.role) {
      playRole(this.role)
      return
    }
    const window = windows()[0] as unknown as Electron.BaseWindow | undefined
    this.onClick?.(this as unknown as Electron.MenuItem, window, {
      triggeredByAccelerator: false,
    } as Electron.KeyboardEvent)
  }
  state(): ItemState {
    return {
      id: this.id,
      label: this.label,
      role: this.role ?? null,
      type: this.type,
      sublabel: this.sublabel,
      accelerator: this.accelerator === null ? null : String(this.accelerator),
      isEnabled: this.enabled,
      isVisible: this.visible,
      isChecked: this.checked,
      items: this.submenu?.state() ?? [],
    }
  }
}

function playRole(role: string): void {
  const [window] = windows()
  const roles: Readonly<Record<string, () => void>> = {
    quit: () => app.quit(),
    about: () => app.showAboutPanel(),
    close: () => window?.close(),
    minimize: () => window?.minimize(),
    hide: () => window?.hide(),
    reload: () => window?.reload(),
    forcereload: () => window?.reload(),
    togglefullscreen: () => window?.setFullScreen(!window.isFullScreen()),
    toggledevtools: () => window?.contents.toggleDevTools(),
    resetzoom: () => window?.contents.setZoomLevel(0),
    zoomin: () => window?.contents.setZoomLevel(window.contents.getZoomLevel() + 0.5),
    zoomout: () => window?.contents.setZoomLevel(window.contents.getZoomLevel() - 0.5),
  }
  const play = roles[role.toLowerCase()]
  if (!play) throw new Error(`The stand-in for Electron does not play the role ${role}.`)
  play()
}

let applicationMenu: Menu | null = null

type MenuParts = 'getMenuItemById' | 'popup' | 'closePopup'

export class Menu extends Emitter implements Pick<Electron.Menu, MenuParts> {
  readonly items: MenuItem[] = []
  static build(template: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]): Menu {
    const menu = new Menu()
    for (const each of template) {
      const item = each instanceof MenuItem ? each : new MenuItem(each as Electron.MenuItemConstructorOptions)
      item.menu = menu
      menu.items.push(item)
    }
    return menu
  }
  static buildFromTemplate = (template: Parameters<typeof Electron.Menu.buildFromTemplate>[0]): Electron.Menu =>
    Menu.build(template) as unknown as Electron.Menu
  static setApplicationMenu(menu: Electron.Menu | null): void {
    applicationMenu = menu as unknown as Menu | null
  }
  static getApplicationMenu = (): Electron.Menu | null => applicationMenu as unknown as Electron.Menu | null

  append(item: Electron.MenuItem): void {
    const own = item as unknown as MenuItem
    own.menu = this
    this.items.push(own)
  }
  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item as unknown as Electron.MenuItem
      const below = item.submenu?.getMenuItemById(id)
      if (below) return below
    }
    return null
  }
  popup(): void {
    this.emit('menu-will-show', {})
  }
  closePopup(): void {
    this.emit('menu-will-close', {})
  }
  state = (): readonly ItemState[] => this.items.map((item) => item.state())
}

/** Throws with what there is instead, and for an item that no user could click. */
export function clickItem(menu: Menu | null, path: readonly string[]): void {
  let [items, found]: [readonly MenuItem[], MenuItem | undefined] = [menu?.items ?? [], undefined]
  for (const step of path) {
    found = items.find(({ label, role }) => (label === '' ? role : label) === step)
    const there = items.map(({ label, role, type }) => label || role || type).join(', ')
    if (!found) throw new Error(`There is no ${JSON.stringify(step)} among: ${there}`)
    if (!found.enabled || !found.visible) throw new Error(`${step} cannot be clicked: it is disabled or hidden.`)
    items = found.submenu?.items ?? []
  }
  found?.click()
}

answer({
  menu: () => applicationMenu?.state() ?? null,
  clickMenu: (...path) => clickItem(applicationMenu, path),
})
