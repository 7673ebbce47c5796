// Writes docs/permissions.md from the permission table and the schema, and the routes of docs/security.md from theirs:
// npm run permissions

import fs from 'node:fs';
import path from 'node:path';
import { schema } from '../schema/index.js';
import { permissionsPage } from './lib/permissions-page.js';
import { withRoutesTable } from './lib/routes-table.js';

const docs = path.join(import.meta.dirname, '../docs');
fs.writeFileSync(path.join(docs, 'permissions.md'), permissionsPage(schema));
const security = path.join(docs, 'security.md');
fs.writeFileSync(security, withRoutesTable(fs.readFileSync(security, 'utf8')));
