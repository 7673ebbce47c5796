import { loadEnvFile } from '../src/load-env-file.js';
import { masterKeysOf } from '../src/platform/secrets/master-key.js';
import { parseEnv } from '../src/platform/settings/env.js';
import { exitWithMessage } from '../src/stop-on-signal.js';
import { startCodecServer } from './codec-server.js';
import { createPayloadCodec } from './payload-codec.js';

// npm run codec: lets the Temporal UI of this machine show payloads that are encrypted.

async function main(): Promise<void> {
  loadEnvFile();
  const env = parseEnv(process.env);
  const { uiUrl, embeddedUiPort, codecPort, encryptPayloads } = env.temporal;
  const codec = createPayloadCodec(await masterKeysOf(env), encryptPayloads);
  const origins = [
    ...(uiUrl ? [new URL(uiUrl).origin] : []),
    ...['127.0.0.1', 'localhost'].map((host) => `http://${host}:${embeddedUiPort}`),
  ];
  const { url } = await startCodecServer(codec, { port: codecPort, origins });
  console.log(`Codec server: ${url}, for pages of ${origins.join(', ')}. Stop it with Ctrl-C.`);
  console.log('In the Temporal UI: the glasses at the top right, "Configure Codec Server", this address.');
}

main().catch(exitWithMessage);
