/** What is taken away to compute with: numbers as they are. */
export interface ValueTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/**
 * A plain table of texts; Markdown and HTML show the same ones. The first cell of a row names it; the last one of a row that is
 * shorter than the head stands for the rest, such as the reason why there is nothing.
 */
export interface DataTable extends ValueTable {
  readonly title: string
  readonly rows: readonly (readonly string[])[]
}
