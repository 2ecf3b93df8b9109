import { instanceNameSchema } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'

/** Throws EngineError `bad_input` for a name that nothing of ours may have. */
export function checkName(name: string): string {
  const checked = instanceNameSchema.safeParse(name)
  if (checked.success) return checked.data
  throw new EngineError('bad_input', 'docker', checked.error.issues[0]?.message ?? 'This name cannot be used.')
}
