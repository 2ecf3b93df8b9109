/**
 * A plain table of texts; Markdown and HTML show the same ones. The first cell of a row names it; the last one of a row that is
 * shorter than the head stands for the rest, such as the reason why there is nothing.
 */
export interface DataTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
