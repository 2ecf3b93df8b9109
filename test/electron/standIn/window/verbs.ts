import { setImmediate as afterAnswer } from 'node:timers/promises'
import { answer } from '../control.ts'
import { firstWindow, windows } from '../registry.ts'

answer({
  windows: () => windows().map((window) => window.state()),
  // After the answer has gone out: it may end the app.
  closeWindow: () => void afterAnswer(firstWindow()).then((window) => window.close()),
  hideWindow: () => firstWindow().hide(),
  // Both have `unresponsive` and `responsive`; an app listens on one of them.
  emitOnWindow: (event) => {
    firstWindow().emit(event)
    firstWindow().contents.emit(event)
  },
  crashPage: () => firstWindow().contents.forcefullyCrashRenderer(),
  moveWindow: (bounds) => firstWindow().setBounds(bounds),
  sendFromSubFrames: async (channel) => (await firstWindow().contents.page).sendFromSubFrames(channel),
})
