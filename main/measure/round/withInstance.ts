import type { LaunchedInstance, PreparedContender, Program } from '../../drivers/contender.ts'

/** Launches, uses and removes one instance. A failure of the removal counts too: something may have been left. */
export async function withInstance(
  prepared: PreparedContender,
  program: Program,
  signal: AbortSignal,
  use: (instance: LaunchedInstance) => Promise<void>,
): Promise<void> {
  const instance = await prepared.launch(program, signal)
  try {
    await use(instance)
  } catch (error) {
    // The first error is the one to report; what could not be removed stays in the ledger.
    await instance.remove().catch(() => undefined)
    throw error
  }
  await instance.remove()
}
