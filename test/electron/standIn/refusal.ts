import { EventEmitter } from 'node:events'

/** Asked of any object by Node itself: promises, `console.log`, JSON. */
const askedByNode: ReadonlySet<string> = new Set(['then', 'toJSON', 'domain', 'inspect', 'constructor', '__esModule'])

function refuseFrom(base: object): object {
  return new Proxy(base, {
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || key in target || askedByNode.has(key)) return Reflect.get(target, key, receiver)
      throw new Error(
        `The stand-in for Electron has no ${receiver.constructor.name}.${key}: add it to test/electron/standIn/.`,
      )
    },
  })
}

/** What the classes of the stand-in without events derive from: anything they do not have throws, instead of being undefined. */
export class Refusing {}
Object.setPrototypeOf(Refusing.prototype, refuseFrom(Object.prototype))

/** The same for those with events. `on` and its like are Node's, which Electron's extend by their types alone. */
export class Emitter extends EventEmitter {}
Object.setPrototypeOf(Emitter.prototype, refuseFrom(EventEmitter.prototype))

/** A module of Electron that the stand-in does not have at all. */
export function refuseModule(name: string): never {
  const refuse = (): never => {
    throw new Error(`The stand-in for Electron has no ${name}: add it to test/electron/standIn/.`)
  }
  // `never`, so that it fits wherever the module is expected; every use of it throws.
  return new Proxy(class {}, { get: refuse, construct: refuse, apply: refuse }) as never
}

interface PreventableEvent {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

export function createEvent<T extends object>(details: T): T & PreventableEvent {
  let prevented = false
  return {
    ...details,
    get defaultPrevented() {
      return prevented
    },
    preventDefault: () => {
      prevented = true
    },
  }
}

/** Whether a listener prevented it. */
export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  details: object = {},
  ...rest: unknown[]
): boolean {
  const event = createEvent(details)
  emitter.emit(name, event, ...rest)
  return event.defaultPrevented
}
