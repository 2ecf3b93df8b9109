import { answer } from '../control.ts'
import { Emitter } from '../refusal.ts'

type Parts = 'show' | 'close' | 'title' | 'body'

const shown: Notification[] = []

export class Notification extends Emitter implements Pick<Electron.Notification, Parts> {
  title: string
  body: string
  isOpen = false
  static isSupported = (): boolean => true
  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = title
    this.body = body
  }
  show(): void {
    this.isOpen = true
    shown.push(this)
    this.emit('show', {})
  }
  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.emit('close', {})
  }
}

answer({
  notifications: () => shown.map(({ title, body, isOpen }) => ({ title, body, isOpen })),
  clickNotification: (index) => {
    if (!shown[index]) throw new Error(`No notification ${index} was shown.`)
    shown[index].emit('click', {})
  },
})
