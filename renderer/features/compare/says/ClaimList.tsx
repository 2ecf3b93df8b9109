import type { ClaimAnswer } from '../../../../main/model/lecture/answerClaims.ts'
import classes from './says.module.css'

/** The lecture's sentences, each beside the figure that answers it. */
export function ClaimList({ claims }: { readonly claims: readonly ClaimAnswer[] }) {
  return (
    <details>
      <summary className={classes.note}>What the lecture says, and what was measured ({claims.length})</summary>
      <ul className={classes.reasons}>
        {claims.map(({ id, claim, agreement, contender, evidence }) => (
          <li key={id}>
            “{claim}”: <strong>{agreement}</strong>. {contender !== null && `${contender}: `}
            {evidence}
          </li>
        ))}
      </ul>
    </details>
  )
}
