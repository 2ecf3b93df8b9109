import type { EngineStatus } from '../../main/contract/engine.ts'

/** An engine's state in a few words. */
export function describeEngine(view: EngineStatus | { readonly state: 'checking' | 'unknown' }): string {
  switch (view.state) {
    case 'checking':
      return 'checking…'
    case 'ready':
      return `ready, ${view.version}`
    case 'missing':
      return 'not installed'
    case 'broken':
      return 'not working'
    case 'unknown':
      return 'no answer'
  }
}
