import type { Project } from '../../../contract/projects.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { tellFailures, tellNone } from '../engineFailures.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists projects, their services and how many containers of each run',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { projects, tool, failures } = await client.projects.list({}, { signal })
        const exitCode = tellFailures(failures)
        if (values.json) await writeOut(`${JSON.stringify({ projects, tool, failures }, null, 2)}\n`)
        else if (projects.length === 0)
          tellNone("There are no projects. 'isoscope compose up FOLDER' brings one up.", failures)
        else await writeOut(renderProjects(projects, process.stdout.columns || undefined))
        return exitCode
      }),
    ),
}

/** A line for each service. */
export function renderProjects(projects: readonly Project[], width: number | undefined): string {
  const columns = [
    { title: 'PROJECT', least: 10 },
    { title: 'STATE' },
    { title: 'SERVICE', least: 10 },
    { title: 'RUNNING', right: true },
    { title: 'IMAGE', least: 12, spare: 1 },
    { title: 'FOLDER', least: 12, spare: 2 },
  ]
  const rows = projects.flatMap(({ name, state, folder, services }) =>
    services.map((service) => [
      cleanText(name),
      state,
      cleanText(service.name),
      `${service.containers.filter((one) => one.state === 'running').length} of ${service.containers.length}`,
      cleanText(service.image ?? '–'),
      cleanText(folder ?? '–'),
    ]),
  )
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}
