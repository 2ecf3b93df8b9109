import { instanceNameSchema } from '../../contract/instance.ts'
import { actOnEach } from './act.ts'
import { type Command, UsageError } from './commandLine.ts'
import { instanceWords } from './findInstance.ts'
import { interruptible } from './interruption.ts'
import { nameInstance, selectInstance } from './selectInstances.ts'
import { withClient } from './session.ts'

export const renameCommand: Command = {
  name: 'rename',
  summary: 'Gives it another name, where its engine can',
  operands: ['ID', 'NAME'],
  options: {},
  notes: instanceWords,
  run: async (_values, root, { operands: [id = '', text = ''] }) => {
    const name = instanceNameSchema.safeParse(text)
    if (!name.success) throw new UsageError(name.error.issues[0]?.message ?? 'this name cannot be used.')
    return withClient(root, (client) =>
      interruptible(async (signal) => {
        const instance = await selectInstance(client, id, signal)
        const requests = [{ instance, request: { id: instance.id, action: 'rename' as const, name: name.data } }]
        const failed = await actOnEach(
          client,
          requests,
          () => `renamed ${nameInstance(instance)} to ${name.data}`,
          signal,
        )
        return failed > 0 ? 1 : 0
      }),
    )
  },
}
