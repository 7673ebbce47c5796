import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { startService } from '../../src/service.js';
import { apiClient } from '../support/api-client.js';
import { addText, foundIn } from '../support/items.js';
import { testSettings } from '../support/service.js';
import { ownerOf } from './rows.js';

const log = createLog('silent', false);
const DRILLS = 'Evacuation drills take place twice a year.';
const EXITS = 'Evacuation exits are marked green.';

test('the service does without row-level security where it is told to, and with it again', async () => {
  await using settings = await testSettings();
  const started = async (rowSecurity: string) => {
    const service = await startService(
      parseEnv({ ...settings.env, DATABASE_ROW_SECURITY: rowSecurity }),
      log,
      'api',
    );
    return { api: apiClient(service.url!), service };
  };
  await using owner = await ownerOf(settings.env.DATABASE_URL!);
  const forgotten = 'ALTER TABLE passage DISABLE ROW LEVEL SECURITY';
  await owner.query(forgotten);
  await expect(started('true')).rejects.toThrow('no row-level security: passage.');

  const without = await started('false');
  await addText(without.api, 'Drills', DRILLS);
  expect(await foundIn(without.api, 'evacuation')).toEqual([DRILLS]);
  await without.api.close();
  await without.service.stop();

  await owner.query(forgotten.replace('DISABLE', 'ENABLE'));
  const behind = await started('true');
  expect(await foundIn(behind.api, 'evacuation')).toEqual([DRILLS]);
  await addText(behind.api, 'Exits', EXITS);
  expect((await foundIn(behind.api, 'evacuation')).sort()).toEqual([DRILLS, EXITS]);
  await behind.api.close();
  await behind.service.stop();
});
