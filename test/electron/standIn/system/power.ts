import { app } from '../app.ts'
import { answer } from '../control.ts'
import { createEvent, Emitter } from '../refusal.ts'

type Parts = 'isOnBatteryPower' | 'onBatteryPower' | 'getSystemIdleTime'

class PowerMonitor extends Emitter implements Pick<Electron.PowerMonitor, Parts> {
  readonly onBatteryPower = false
  isOnBatteryPower = (): boolean => this.onBatteryPower
  getSystemIdleTime = (): number => 0
}

export const powerMonitor = new PowerMonitor()

answer({ emit: (on, event, ...args) => void (on === 'app' ? app : powerMonitor).emit(event, createEvent({}), ...args) })
