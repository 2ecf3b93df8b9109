import { EngineError } from '../../model/engineError.ts'

/** What stands behind `--` the kernel hands to /init. It splits at spaces and removes quotes, and knows no escape. */
export function buildKernelCommandLine(
  console: string,
  guestArgs: readonly string[],
  options: readonly string[] = [],
): string {
  checkGuestArgs(guestArgs)
  // panic=-1 with -no-reboot: a guest that panics ends its machine at once instead of hanging.
  const forInit = guestArgs.length > 0 ? ['--', ...guestArgs] : []
  return [`console=${console}`, 'quiet', 'panic=-1', ...options, ...forInit].join(' ')
}

/** Throws `bad_input` for an argument that is not one word. */
function checkGuestArgs(guestArgs: readonly string[]): void {
  for (const arg of guestArgs) {
    if (/^[\x21-\x7e]+$/.test(arg) && !/["'\\]/.test(arg)) continue
    const message = `A guest's program cannot be given the argument ${JSON.stringify(arg)}.`
    throw new EngineError('bad_input', 'qemu', message)
  }
}

/** What a guest that waits (`wait --guest`) is told on its console: the arguments of its program. Throws `bad_input`. */
export function buildOrder(guestArgs: readonly string[]): string {
  checkGuestArgs(guestArgs)
  return `${guestArgs.join(' ')}\n`
}

/** Of a guest that waits for its order. */
export const waitingGuestArgs: readonly string[] = ['wait', '--guest']

/** The probe's arguments as a guest's /init takes them: `--guest` behind the mode. */
export function toGuestArgs(args: readonly string[]): readonly string[] {
  const [mode = 'ready', ...rest] = args
  return [mode, '--guest', ...rest]
}
