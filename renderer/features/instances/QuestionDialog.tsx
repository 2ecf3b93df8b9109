import { Modal } from '@mantine/core'
import { keepApart } from '../../ui/keepApart.ts'
import { ConfirmAction, describeQuestion } from './ConfirmAction.tsx'
import { useInstanceView } from './instanceView.ts'
import { returnToRows } from './keepFocus.ts'
import { RenameForm } from './RenameForm.tsx'

/** The second step of what loses something or needs a word. */
export function QuestionDialog() {
  const question = useInstanceView((state) => state.question)
  const close = () => useInstanceView.setState({ question: null })
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      onExitTransitionEnd={returnToRows}
      size={560}
      title={
        question &&
        (question.kind === 'rename' ? `Rename ${keepApart(question.instance.name)}` : describeQuestion(question))
      }
      // The shell never scrolls as a whole, and what would lock it writes styles that the policy refuses.
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {question?.kind === 'confirm' && <ConfirmAction {...question} onClose={close} />}
      {question?.kind === 'rename' && <RenameForm instance={question.instance} onClose={close} />}
    </Modal>
  )
}
