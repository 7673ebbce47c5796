import { useState } from 'react';
import { useMutation } from 'urql';
import { type Answer, UpdateAnswer } from './graphql';

/** What somebody edits: from which version on, and against what they hold where that has changed meanwhile. */
interface Editing {
  text: string;
  version: number;
  theirs: string | null;
}

export function AnswerCard({ answer }: { answer: Answer }) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [{ fetching }, update] = useMutation(UpdateAnswer);
  const { number, text: question } = answer.question;
  const isOfEngine = answer.status !== 'EDITED' && answer.status !== 'APPROVED';

  async function save({ text, version }: Editing) {
    setProblem(null);
    const { data, error } = await update({
      input: { answerId: answer.id, text, expectedVersion: version },
    });
    const failure = data?.updateAnswer?.errors[0];
    const current = data?.updateAnswer?.current;
    if (!error && !failure) setEditing(null);
    // Nothing is lost: both texts are shown, and saving again means to replace theirs.
    else if (failure?.code === 'CONFLICT' && current)
      setEditing({ text, version: current.version, theirs: current.text });
    else setProblem(error?.message ?? failure?.message ?? 'It could not be saved.');
  }

  return (
    <article aria-label={question}>
      <h3>
        {number} {question}
      </h3>
      <p>
        {answer.status}
        {isOfEngine && `, confidence ${Math.round(answer.confidence * 100)} %`}
      </p>
      {editing ? (
        <>
          {editing.theirs !== null && (
            <div role="alert">
              <p>Somebody has changed this answer since you began. Theirs is:</p>
              <blockquote>{editing.theirs}</blockquote>
              <p>Bring both together below and save, or cancel to keep theirs.</p>
            </div>
          )}
          <textarea
            aria-label="Answer"
            value={editing.text}
            onChange={({ target }) => setEditing({ ...editing, text: target.value })}
          />
          <button type="button" disabled={fetching} onClick={() => save(editing)}>
            Save
          </button>
          <button type="button" onClick={() => setEditing(null)}>
            Cancel
          </button>
        </>
      ) : (
        <>
          <p className="text">{answer.text || 'Not answered yet.'}</p>
          <button
            type="button"
            onClick={() => setEditing({ text: answer.text, version: answer.version, theirs: null })}
          >
            Edit
          </button>
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
      <details>
        <summary>Sources: {answer.sources.length}</summary>
        {answer.sources.map(({ text, metadata }) => (
          <blockquote key={text}>
            {text} <cite>{metadata.source}</cite>
          </blockquote>
        ))}
      </details>
    </article>
  );
}
