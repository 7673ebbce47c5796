import { type FormEvent, useState } from 'react';
import { uploadRfp } from './upload';

export function UploadForm({ onUploaded }: { onUploaded: (workflowId: string) => void }) {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setProblem(null);
    setShare(0);
    try {
      const { workflowId } = await uploadRfp(
        form.get('file') as File,
        String(form.get('clientName')),
        setShare,
      );
      onUploaded(workflowId);
    } catch (error) {
      setProblem((error as Error).message);
      setShare(null);
    }
  }

  return (
    <form onSubmit={submit} aria-label="Upload">
      <label>
        Who asks
        <input name="clientName" required />
      </label>
      <label>
        Their document (PDF, Word or text)
        <input name="file" type="file" required />
      </label>
      <button type="submit" disabled={share !== null}>
        Upload
      </button>
      {share !== null && <progress value={share} aria-label="Uploaded" />}
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
