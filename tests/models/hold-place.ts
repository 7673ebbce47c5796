import { limited, limitsOfProcess } from './limits-support.js';

// Takes the only place at a credential, says so, and keeps it until it is killed.
const { limits } = await limitsOfProcess(process.argv[2]!, Number(process.argv[3]));
await limits.within(limited({ maxConcurrency: 1 }), { estimatedTokens: 0, patienceMs: 5_000 }, () => {
  console.log('held');
  return new Promise<never>(() => setInterval(() => {}, 1_000));
});
