import { answer } from '../control.ts'
import { Emitter } from '../refusal.ts'
import type { TrayState } from '../verbs.ts'
import { clickItem, type Menu } from './menu.ts'
import { nativeImage } from './nativeImage.ts'

type Parts =
  | 'setContextMenu'
  | 'setToolTip'
  | 'setImage'
  | 'setPressedImage'
  | 'setTitle'
  | 'getTitle'
  | 'destroy'
  | 'isDestroyed'
  | 'popUpContextMenu'
  | 'closeContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'getBounds'
  | 'focus'

const trays = new Set<Tray>()

export class Tray extends Emitter implements Pick<Electron.Tray, Parts> {
  private image: Electron.NativeImage
  private menu: Menu | null = null
  private menusSet = 0
  private tooltip = ''
  private title = ''
  constructor(image: Electron.NativeImage | string, _guid?: string) {
    super()
    this.image = readImage(image)
    trays.add(this)
  }
  setImage(image: Electron.NativeImage | string): void {
    this.image = readImage(image)
  }
  setPressedImage(image: Electron.NativeImage | string): void {
    readImage(image)
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = menu as unknown as Menu | null
    this.menusSet++
  }
  setToolTip(text: string): void {
    this.tooltip = text
  }
  setTitle(text: string): void {
    this.title = text
  }
  getTitle = (): string => this.title
  setIgnoreDoubleClickEvents(): void {}
  popUpContextMenu(menu?: Electron.Menu): void {
    if (menu) this.setContextMenu(menu)
    this.menu?.emit('menu-will-show', {})
  }
  closeContextMenu(): void {
    this.menu?.emit('menu-will-close', {})
  }
  getBounds = (): Electron.Rectangle => ({ x: 1800, y: 0, width: 22, height: 22 })
  focus(): void {}
  destroy(): void {
    trays.delete(this)
  }
  isDestroyed = (): boolean => !trays.has(this)
  clickItem(path: readonly string[]): void {
    clickItem(this.menu, path)
  }
  state(): TrayState {
    const { tooltip, title, menusSet, image } = this
    const { width, height } = image.getSize()
    return {
      tooltip,
      title,
      menusSet,
      image: { width, height, isTemplate: image.isTemplateImage() },
      items: this.menu?.state() ?? [],
    }
  }
}

/** Throws for a picture that is not there: nobody would see such a tray. */
function readImage(image: Electron.NativeImage | string): Electron.NativeImage {
  const read = typeof image === 'string' ? nativeImage.createFromPath(image) : image
  if (read.isEmpty()) throw new Error(`Failed to load image${typeof image === 'string' ? ` from path '${image}'` : ''}`)
  return read
}

function firstTray(): Tray {
  const [tray] = trays
  if (!tray) throw new Error('There is no tray.')
  return tray
}

answer({
  trays: () => [...trays].map((tray) => tray.state()),
  clickTray: () => void firstTray().emit('click', {}, firstTray().getBounds(), { x: 0, y: 0 }),
  clickTrayMenu: (...path) => firstTray().clickItem(path),
})
