import { z } from 'zod'
import type { Program } from '../../contender.ts'

interface CellOptions {
  readonly program: Program
  /** Path of the probe on this machine. */
  readonly probe: string
  readonly variables: Readonly<Record<string, string>>
  readonly directory: string
}

/**
 * The cell of a notebook that starts a program and shows what it prints. It is done at once, so that the kernel can be ended
 * in order; a thread goes on showing. The program ends with its kernel (PR_SET_PDEATHSIG, prctl(2)).
 */
const source = `
import ctypes, json, subprocess, sys, threading
order = json.loads(ORDER)

def tell(text):
    sys.stdout.write(text)
    sys.stdout.flush()

def follow(process):
    for line in process.stdout:
        tell(line.decode('utf-8', 'replace'))
    tell(json.dumps({'notebook': 'exit', 'code': process.wait()}) + '\\n')

process = subprocess.Popen(
    [order['file'] or sys.executable, *order['args']], cwd=order['directory'], env=order['variables'],
    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    preexec_fn=lambda: ctypes.CDLL(None).prctl(1, 9))
tell(json.dumps({'notebook': 'started', 'pid': process.pid}) + '\\n')
threading.Thread(target=follow, args=(process,), daemon=True).start()
`

/** Pure. The order is a string of JSON's, which is one of Python's as well once it has only ASCII in it. */
export function buildCell({ program, probe, variables, directory }: CellOptions): string {
  const file = program.kind === 'probe' ? probe : null
  const order = toAscii(JSON.stringify({ file, args: program.args, variables, directory }))
  return source.replace('ORDER', () => JSON.stringify(order))
}

/** Within JSON: there two escapes of a pair are one character, in a string of Python's they are two. */
function toAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const lineSchema = z.discriminatedUnion('notebook', [
  z.object({ notebook: z.literal('started'), pid: z.int() }),
  z.object({ notebook: z.literal('exit'), code: z.int() }),
])
export type CellLine = z.infer<typeof lineSchema>

/** What the cell itself says; null for a line of the program's. */
export function parseCellLine(line: string): CellLine | null {
  if (!line.startsWith('{"notebook"')) return null
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
