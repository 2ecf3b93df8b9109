import type { ActionRequest } from '../../../contract/activity.ts'
import type { Instance } from '../../../contract/instance.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { actOnEach } from '../act.ts'
import { askUser, canAsk } from '../askUser.ts'
import { UsageError } from '../commandLine.ts'
import { explainErrorData } from '../explainError.ts'
import { findInstance } from '../findInstance.ts'
import { interruptible } from '../interruption.ts'
import { isYes } from '../removalPrompt.ts'
import { nameInstance } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { tellProgress } from '../tellProgress.ts'
import type { Verb } from '../verbs.ts'

export const usersVerb: Verb = {
  name: 'users',
  summary: 'lists users and their servers',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const { servers, failures } = await client.hub.servers({})
      tellFailures(failures)
      if (values.json) process.stdout.write(`${JSON.stringify({ servers, failures }, null, 2)}\n`)
      else if (servers.length > 0) process.stdout.write(renderServers(servers, process.stdout.columns || undefined))
      else if (failures.length === 0) {
        process.stderr.write("No hub is connected, or it has no users. 'isoscope hub list' says which.\n")
      }
      return failures.length > 0 ? 1 : 0
    }),
}

export const startVerb: Verb = {
  name: 'start',
  summary: 'starts the server of each, and says why where one does not start',
  operands: ['USER…'],
  options: [],
  run: (_values, root, users) => act(root, 'start', users),
}

export const stopVerb: Verb = {
  name: 'stop',
  summary: 'stops the server of each, with what runs in it',
  operands: ['USER…'],
  options: [],
  run: (_values, root, users) => act(root, 'stop', users),
}

export const addVerb: Verb = {
  name: 'add',
  summary: 'adds a user to the hub',
  operands: ['USER'],
  options: ['hub'],
  run: (values, root, [name = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const url = await chooseHub(client, values.hub === undefined ? null : String(values.hub))
        process.stdout.write(`added ${nameInstance(await client.hub.addUser({ url, name }, { signal }))}\n`)
        return 0
      }),
    ),
}

export const removeVerb: Verb = {
  name: 'remove',
  summary: 'removes users from their hub for good; asks first',
  operands: ['USER…'],
  options: ['yes'],
  run: async (values, root, users) => {
    const sure = values.yes === true
    if (!sure && !canAsk()) throw new UsageError('there is no terminal to ask on: give --yes to remove without asking.')
    return act(root, 'remove', users, async (chosen, signal) => {
      const names = chosen.map(nameInstance).join(', ')
      return sure || isYes(await askUser(`This takes ${names} off the hub for good. Remove? [y/N] `, signal))
    })
  },
}

const doneWords = { start: 'started', stop: 'stopped', remove: 'removed' } as const

async function act(
  root: string,
  action: keyof typeof doneWords,
  users: readonly string[],
  confirm: (chosen: readonly Instance[], signal: AbortSignal) => Promise<boolean> = async () => true,
): Promise<number> {
  return withClient(root, (client) =>
    interruptible(async (signal) => {
      const { servers, failures } = await client.hub.servers({}, { signal })
      const found = users.map((text) => ({ text, answer: findInstance(servers, text) }))
      const chosen = found.flatMap(({ text, answer }) => {
        if (answer.kind === 'one') return [answer.instance]
        if (answer.kind === 'none') {
          process.stderr.write(
            `isoscope: no hub that is connected has a user '${text}'. 'isoscope hub users' lists them.\n`,
          )
          return []
        }
        throw new UsageError(`'${text}' may be ${answer.candidates.map(nameInstance).join(', ')}. Give more of the id.`)
      })
      if (chosen.length < users.length) tellFailures(failures)
      if (chosen.length === 0) return 1
      if (!(await confirm(chosen, signal))) {
        process.stderr.write('Nothing was removed.\n')
        return 1
      }
      const requests = chosen.map((instance): { instance: Instance; request: ActionRequest } => ({
        instance,
        request: { id: instance.id, action },
      }))
      const telling = tellProgress(client)
      const failed = await actOnEach(client, requests, (one) => `${doneWords[action]} ${nameInstance(one)}`, signal)
      await telling.end()
      return failed > 0 || chosen.length < users.length ? 1 : 0
    }),
  )
}

/** The one that is named, or the only one. Throws UsageError. */
async function chooseHub(client: Client, named: string | null): Promise<string> {
  if (named !== null) return named
  const { hubs } = await client.hub.list({})
  const [only, ...others] = hubs.filter(({ state }) => state !== 'found')
  if (!only) throw new UsageError("no hub is connected. Connect with 'isoscope hub connect URL'.")
  if (others.length > 0) throw new UsageError('several hubs are connected: say on which one with --hub URL.')
  return only.url
}

function tellFailures(failures: Awaited<ReturnType<Client['hub']['servers']>>['failures']): void {
  for (const { url, error } of failures) process.stderr.write(`isoscope: ${url}: ${explainErrorData(error)}\n`)
}

function renderServers(servers: readonly Instance[], width: number | undefined): string {
  const columns = [
    { title: 'USER', least: 12 },
    { title: 'SERVER' },
    { title: 'SINCE', spare: 2 },
    { title: 'HUB', least: 12 },
    { title: 'OWNER', spare: 1 },
  ]
  const rows = servers.map(({ name, state, startedAt, madeFrom, owner }) => [
    cleanText(name),
    state === 'unknown' ? 'changing' : state,
    startedAt?.slice(0, 16).replace('T', ' ') ?? '–',
    cleanText(madeFrom ?? '–'),
    owner === 'isoscope' ? 'ours' : 'yours',
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}
