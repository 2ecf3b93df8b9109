import {
  type CloneKind,
  type MachineRequest,
  type MachineTechnology,
  snapshotNameSchema,
} from '../../../main/contract/machine.ts'
import type { Checked } from '../instances/useForm.ts'
import { collect, readBy, readName, readPath } from './readings.ts'

/* What is asked of machines beside a new one, as it is typed. Each check is pure. */

export interface ImportDraft {
  readonly technology: MachineTechnology
  readonly path: string
  readonly name: string
}

export function checkImport({ technology, path, name }: ImportDraft): Checked<ImportDraft, MachineRequest> {
  const checked = collect({ path: readPath(path), name: readName(name) })
  return checked.ok ? { ok: true, request: { action: 'import', technology, ...checked.values } } : checked
}

export interface CloneDraft {
  readonly name: string
  readonly kind: CloneKind
  /** Empty: the present state. */
  readonly snapshot: string
}

export function checkClone(id: string, { name, kind, snapshot }: CloneDraft): Checked<CloneDraft, MachineRequest> {
  const checked = collect({ name: readName(name) })
  if (!checked.ok) return checked
  return { ok: true, request: { action: 'clone', id, kind, ...checked.values, ...(snapshot !== '' && { snapshot }) } }
}

export interface ExportDraft {
  readonly path: string
}

export function checkExport(id: string, { path }: ExportDraft): Checked<ExportDraft, MachineRequest> {
  const checked = collect({ path: readPath(path) })
  return checked.ok ? { ok: true, request: { action: 'export', id, ...checked.values } } : checked
}

export interface SnapshotDraft {
  readonly name: string
  readonly description: string
}

export function checkSnapshot(id: string, draft: SnapshotDraft): Checked<SnapshotDraft, MachineRequest> {
  const name = draft.name.trim()
  const checked = collect({ name: name === '' ? { error: 'It needs a name.' } : readBy(snapshotNameSchema, name) })
  if (!checked.ok) return checked
  const description = draft.description.trim()
  return {
    ok: true,
    request: { action: 'takeSnapshot', id, ...checked.values, ...(description !== '' && { description }) },
  }
}
