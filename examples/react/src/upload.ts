export interface Uploaded {
  workflowId: string;
}

/**
 * POST /upload/rfp, which streams the file. XMLHttpRequest is the one way in a browser to see how far it has come.
 * @param onProgress from 0 to 1
 * @throws {Error} with what the service says is wrong with the file
 */
export function uploadRfp(
  file: File,
  clientName: string,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  const form = new FormData();
  form.append('clientName', clientName);
  // A second click, or a retry after a cut, is the same upload.
  form.append('idempotencyKey', crypto.randomUUID());
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/upload/rfp');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = () => reject(new Error('The service cannot be reached. Is it running?'));
    request.onload = () => {
      const { workflow, errors } = request.response ?? {};
      if (workflow) resolve(workflow);
      else reject(new Error(errors?.[0]?.message ?? `The service answered ${request.status}.`));
    };
    request.send(form);
  });
}
