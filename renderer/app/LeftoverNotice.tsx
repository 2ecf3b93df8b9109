import { useLeftovers } from '../store/leftovers.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'

/** Why a clean-up could not remove everything. */
export function LeftoverNotice() {
  const problem = useLeftovers((state) => state.problem)
  return problem && <ProblemNotice title="Not everything could be removed" problem={problem} />
}
