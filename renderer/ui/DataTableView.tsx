import type { DataTable } from '../../main/model/tables/dataTable.ts'
import classes from './ui.module.css'

/** A plain table of texts; the last cell of a row that is shorter than the head stands for the rest. */
export function DataTableView({ table }: { readonly table: DataTable }) {
  const { title, head, rows } = table
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled sideways with the arrow keys
    <section className={classes.dataTableBox} tabIndex={0} aria-label={title}>
      <table className={classes.dataTable}>
        <caption>{title}</caption>
        <thead>
          <tr>
            {head.map((text) =>
              text === '' ? (
                <td key="" />
              ) : (
                <th key={text} scope="col">
                  {text}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a table keep their places
            <Row key={index} row={row} width={head.length} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row, width }: { readonly row: readonly string[]; readonly width: number }) {
  const [name, ...cells] = row
  const missing = width - row.length
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row keep their places
        <td key={index} colSpan={index === cells.length - 1 ? 1 + Math.max(0, missing) : 1}>
          {text}
        </td>
      ))}
    </tr>
  )
}
