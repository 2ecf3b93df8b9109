/** One file, folder or mark of a layer, as its tar has it. */
export interface LayerEntry {
  /** Without a leading slash; a mark of removal has its own name, `.wh.NAME`. */
  readonly path: string
  readonly kind: 'folder' | 'file' | 'link' | 'other'
  readonly bytes: number
  /** Of a file's content; null for what has none. */
  readonly digest: string | null
  /** Mode and owner. */
  readonly attributes: string
  /** Of a symbolic link. */
  readonly target: string | null
}

export interface LayerListing {
  readonly entries: readonly LayerEntry[]
  /** Text of the package databases among them, by path. */
  readonly databases: ReadonlyMap<string, string>
}
