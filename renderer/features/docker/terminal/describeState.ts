import type { TerminalRequest } from '../../../../main/contract/terminal.ts'
import { cleanText } from '../../../../main/model/cleanText.ts'
import { quoteCommand } from '../../../../main/model/quoteCommand.ts'
import type { TerminalState } from './terminalSession.ts'

/** The line above a terminal. */
export function describeState(state: TerminalState, request: TerminalRequest): string {
  switch (state.kind) {
    case 'opening':
      return 'Opening…'
    case 'running':
      return `${describeProgram(request)} in ${cleanText(state.instance.name)}`
    case 'ended':
      if (state.end.outOfMemory) return 'Ended by the system: its memory was used up.'
      return state.end.exitCode === null ? 'Left; it goes on.' : `Ended with exit code ${state.end.exitCode}.`
    case 'failed':
      return 'It could not be opened.'
    case 'lost':
      return request.kind === 'exec' ? 'The connection ended, and the program with it.' : 'The connection ended.'
  }
}

function describeProgram(request: TerminalRequest): string {
  if (request.kind === 'attach') return 'Attached to the first program'
  if (request.kind === 'run') return `Running ${request.request.spec.image}`
  return request.argv === null ? 'A shell' : quoteCommand(request.argv.map(cleanText)).slice(0, 80)
}
