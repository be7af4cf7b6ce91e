// Uploads a file with tus-js-client, and says as JSON what came of it. One argument, JSON:
//   file, endpoint, headers, metadata; chunkSize, parallelUploads, uploadDataDuringCreation as the client's options have them;
//   stopAt: after so many bytes the process ends without a word, and the address of the upload is in storage;
//   storage: a file that keeps addresses, by which a later process goes on.
import { createReadStream, statSync } from 'node:fs';
import * as tus from 'tus-js-client';

const { file, stopAt, storage, chunkSize, ...options } = JSON.parse(process.argv[2]);
let retries = 0;
const upload = new tus.Upload(createReadStream(file), {
  ...options,
  chunkSize: chunkSize ?? Infinity,
  uploadSize: options.parallelUploads > 1 ? undefined : statSync(file).size,
  urlStorage: storage ? new tus.FileUrlStorage(storage) : undefined,
  storeFingerprintForResuming: !!storage,
  fingerprint: async () => file,
  retryDelays: Array(60).fill(20),
  onShouldRetry: error => {
    retries++;
    const status = error.originalResponse?.getStatus() ?? 0;
    return status < 400 || status === 409 || status === 423 || status >= 500; // as it does by itself
  },
  onProgress: sent => {
    if (stopAt !== undefined && sent >= stopAt) process.kill(process.pid, 'SIGKILL');
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url, retries })),
  onError: error => {
    console.error(`${error}`);
    process.exit(1);
  },
});

if (storage) {
  const [previous] = await upload.findPreviousUploads();
  if (previous) upload.resumeFromPreviousUpload(previous);
}
upload.start();
