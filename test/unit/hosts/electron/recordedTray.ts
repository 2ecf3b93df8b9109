import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron'

/** A recording stand-in for the parts of Electron's API that the tray and the notifications touch. */
export function createRecordedTray(abilities: { readonly notifies: boolean } = { notifies: false }) {
  const menus: MenuItemConstructorOptions[][] = []
  const images: string[] = []
  const notifications: (EventEmitter & NotificationConstructorOptions)[] = []
  const nativeTheme = Object.assign(new EventEmitter(), {
    shouldUseDarkColors: false,
    shouldUseDarkColorsForSystemIntegratedUI: false,
  })
  let destroyed = 0
  class Tray extends EventEmitter {
    constructor(image: string) {
      super()
      images.push(image)
    }
    setToolTip(): void {}
    setImage(image: string): void {
      images.push(image)
    }
    setContextMenu(menu: { readonly template: MenuItemConstructorOptions[] }): void {
      menus.push(menu.template)
    }
    destroy(): void {
      destroyed++
    }
  }
  const Menu = { buildFromTemplate: (template: MenuItemConstructorOptions[]) => ({ template }) }
  class Notification extends EventEmitter {
    static isSupported = () => abilities.notifies
    readonly title: string
    readonly body: string
    constructor({ title = '', body = '' }: NotificationConstructorOptions) {
      super()
      this.title = title
      this.body = body
    }
    show(): void {
      notifications.push(this)
    }
  }
  const find = (id: string, items = menus.at(-1) ?? []): MenuItemConstructorOptions | undefined =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])]).find((one) => one.id === id)
  return {
    module: { Tray, Menu, Notification, nativeTheme },
    menus,
    images,
    notifications,
    find,
    /** What a click on the item of the newest menu does; throws for one that is not there or cannot be clicked. */
    click: (id: string) => {
      const item = find(id)
      if (!item?.click || item.enabled === false) throw new Error(`${id} cannot be clicked`)
      ;(item.click as () => void)()
    },
    countDestroyed: () => destroyed,
  }
}
