/** What a test asks of the stand-in, over the IPC channel that `fork` makes; each is answered in the file of its subject. */
export interface Verbs {
  /** Where Playwright finds the browser. */
  endpoint(): Promise<string>
  app(): AppState
  windows(): readonly WindowState[]
  /** As a user presses the cross of the window; the first one there is. */
  closeWindow(): void
  hideWindow(): void
  /** Emits an event of BrowserWindow or WebContents that only a window manager or a hang can cause. */
  emitOnWindow(event: string): void
  /** A crash of the page's process, for real. */
  crashPage(): void
  moveWindow(bounds: Partial<Bounds>): void
  quit(): void
  /** An event of app, powerMonitor or nativeTheme that comes from the system. */
  emit(on: 'app' | 'powerMonitor', event: string, ...args: readonly unknown[]): void
  setDark(isDark: boolean): void
  setDisplays(displays: readonly Bounds[]): void
  menu(): readonly ItemState[] | null
  /** By label from the outermost on, or by role where an item has no label of its own. */
  clickMenu(...path: string[]): void
  trays(): readonly TrayState[]
  clickTray(): void
  clickTrayMenu(...path: string[]): void
  notifications(): readonly { readonly title: string; readonly body: string; readonly isOpen: boolean }[]
  clickNotification(index: number): void
  dialogs(): readonly DialogState[]
  /** The oldest one that waits. */
  answerDialog(answer: object): void
  /** What was handed to the system, oldest first: `openExternal https://…`. */
  handedOver(): readonly string[]
  permissions(): readonly string[]
  /** Requests that went to a network. */
  leftRequests(): readonly string[]
  /** The next request for the path is answered with this in place of the app's own handler. */
  answerOnce(path: string, answer: { status: number; headers: Readonly<Record<string, string>>; body: string }): void
  /** What a page could do whose process was taken over: a message with a port from each of its sub-frames, bypassing the preload. */
  sendFromSubFrames(channel: string): Promise<number>
}

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface AppState {
  readonly name: string
  readonly isSandboxed: boolean
  readonly loginItem: object
  readonly protocolClients: readonly string[]
  readonly aboutPanel: object
  readonly isAboutOpen: boolean
}

export interface WindowState {
  readonly title: string
  readonly url: string
  readonly bounds: Bounds
  readonly isVisible: boolean
  readonly isFocused: boolean
  readonly isMinimized: boolean
  readonly isMaximized: boolean
  readonly isFullScreen: boolean
  readonly webPreferences: object
}

export interface ItemState {
  readonly id: string
  readonly label: string
  readonly role: string | null
  readonly type: string
  readonly accelerator: string | null
  readonly sublabel: string
  readonly isEnabled: boolean
  readonly isVisible: boolean
  readonly isChecked: boolean
  readonly items: readonly ItemState[]
}

export interface TrayState {
  readonly tooltip: string
  readonly title: string
  readonly image: { readonly width: number; readonly height: number; readonly isTemplate: boolean }
  readonly items: readonly ItemState[]
  /** How often a menu was set: it is to be set when its content changed, and not otherwise. */
  readonly menusSet: number
}

export interface DialogState {
  readonly kind: string
  readonly options: object
  readonly isOpen: boolean
}
