import type { DatabaseSync } from 'node:sqlite'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { type Build, buildSchema } from '../contract/build.ts'
import type { KnownBuild } from '../model/builds/explainStep.ts'
import { inTransaction } from './transaction.ts'

/** The oldest make room. */
const most = 300

export interface BuildTable {
  add(build: KnownBuild): void
  /** The newest first. */
  list(limit: number): readonly Build[]
  load(id: string): KnownBuild | null
  /**
   * What a new build is compared with: the last one of the same engine with one of its tags, or of the same folder and Dockerfile;
   * one that came to its end goes before one that did not.
   */
  findLike(build: Build): KnownBuild | null
  /** Whether it was there. */
  remove(id: string): boolean
}

const hashesSchema = z.record(z.string(), z.string())
const manifestSchema = z.array(z.tuple([z.string(), z.number(), z.string(), z.string()]))

export function createBuildTable(database: DatabaseSync): BuildTable {
  const list = (limit: number): readonly Build[] =>
    database
      .prepare('SELECT record FROM builds ORDER BY started_at DESC, id DESC LIMIT ?')
      .all(limit)
      .flatMap(({ record }) => {
        const parsed = buildSchema.safeParse(JSON.parse(String(record)))
        return parsed.success ? [parsed.data] : []
      })
  const load = (id: string): KnownBuild | null => {
    const row = database.prepare('SELECT record, hashes, images, manifest FROM builds WHERE id = ?').get(id)
    if (!row) return null
    const { manifest } = row
    return {
      build: buildSchema.parse(JSON.parse(String(row.record))),
      argumentHashes: hashesSchema.parse(JSON.parse(String(row.hashes))),
      imageIds: hashesSchema.parse(JSON.parse(String(row.images))),
      manifest: manifest instanceof Uint8Array ? unpackManifest(manifest) : null,
    }
  }
  return {
    list,
    load,
    add: ({ build, argumentHashes, imageIds, manifest }) =>
      inTransaction(database, () => {
        database
          .prepare('INSERT INTO builds (id, started_at, record, hashes, images, manifest) VALUES (?, ?, ?, ?, ?, ?)')
          .run(
            build.id,
            build.startedAt,
            JSON.stringify(build),
            JSON.stringify(argumentHashes),
            JSON.stringify(imageIds),
            manifest === null ? null : packManifest(manifest),
          )
        database
          .prepare(
            'DELETE FROM builds WHERE id NOT IN (SELECT id FROM builds ORDER BY started_at DESC, id DESC LIMIT ?)',
          )
          .run(most)
      }),
    findLike: (build) => {
      const alike = list(most).filter((one) => one.technology === build.technology && isLike(one, build))
      const found = alike.find(({ state }) => state === 'done') ?? alike[0]
      return found ? load(found.id) : null
    },
    remove: (id) => database.prepare('DELETE FROM builds WHERE id = ?').run(id).changes > 0,
  }
}

function isLike(one: Build, other: Build): boolean {
  if (one.tags.some((tag) => other.tags.includes(tag))) return true
  return one.folder !== null && one.folder === other.folder && one.dockerfile === other.dockerfile
}

function packManifest(manifest: NonNullable<KnownBuild['manifest']>): Uint8Array {
  return gzipSync(JSON.stringify([...manifest].map(([path, { size, mode, sha256 }]) => [path, size, mode, sha256])))
}

function unpackManifest(bytes: Uint8Array): NonNullable<KnownBuild['manifest']> {
  const rows = manifestSchema.parse(JSON.parse(gunzipSync(bytes).toString()))
  return new Map(rows.map(([path, size, mode, sha256]) => [path, { size, mode, sha256 }]))
}
