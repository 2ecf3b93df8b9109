import type { Recommendation } from '../../../../main/model/lecture/recommend.ts'
import classes from './says.module.css'

/** The verdict, why, and what is not in it. */
export function RecommendationText({ recommendation }: { readonly recommendation: Recommendation }) {
  const { verdict, reasons, unranked, doubts } = recommendation
  const apart = [...unranked.map(({ title, reason }) => `not ranked: ${title}: ${reason}`), ...doubts]
  return (
    <div aria-live="polite">
      <p className={classes.verdict}>{verdict}</p>
      {reasons.length > 0 && (
        <details className={classes.note}>
          <summary>Why ({reasons.length})</summary>
          <ul className={classes.reasons}>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
      {apart.length > 0 && (
        <details className={classes.note}>
          <summary>What did not count, and why ({apart.length})</summary>
          <ul className={classes.reasons}>
            {apart.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
