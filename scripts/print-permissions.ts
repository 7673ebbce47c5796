// Writes docs/permissions.md from the permission table and the schema: npm run permissions

import fs from 'node:fs';
import path from 'node:path';
import { schema } from '../schema/index.js';
import { permissionsPage } from './lib/permissions-page.js';

fs.writeFileSync(path.join(import.meta.dirname, '../docs/permissions.md'), permissionsPage(schema));
