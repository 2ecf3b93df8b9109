/**
 * SQL: about how many bytes the rows of one run of `runs` take, its own row, its rounds and its samples; what SQLite needs
 * to find them again is not counted.
 */
export const runBytes = `(length(CAST(summary AS BLOB)) + 150
  + (SELECT coalesce(sum(length(CAST(record AS BLOB)) + 30), 0) FROM rounds WHERE run = runs.id)
  + (SELECT coalesce(sum(60 + length(contender) + length(metric) + coalesce(length(part), 0)
      + coalesce(length(CAST(error AS BLOB)), 0)), 0) FROM samples WHERE run = runs.id))`
