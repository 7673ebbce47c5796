import { ROUTES } from '../../src/http/routes/table.js';
import type { Route } from '../../src/http/routing/route.js';

const HEAD = '| route | needs | cost | body | pages | counted |\n|---|---|---|---|---|---|';

const sizeOf = ({ methods, bodyBytes }: Route) => {
  if (bodyBytes === 'by operation') return bodyBytes;
  if (methods.every((method) => method === 'GET')) return '';
  return bodyBytes ? `${bodyBytes / 1024 / 1024} MB` : '1 MB';
};

const rowOf = (route: Route): string => {
  const { methods, path, needs, cost = '', origins, when, isCounted = true } = route;
  const isRead = methods.every((method) => method === 'GET');
  const pages = origins ?? (isRead ? 'any' : 'trusted');
  const of = `\`${methods.join(', ')} ${path}\`${when ? ' in a browser' : ''}`;
  return `| ${of} | ${needs} | ${cost} | ${sizeOf(route)} | ${pages} | ${isCounted ? 'yes' : 'no'} |`;
};

/** The table of routes as docs/security.md shows it. */
export const routesTable = (): string => [HEAD, ...ROUTES.map(rowOf)].join('\n');

/** The page with the table in place of the one that it has. */
export const withRoutesTable = (page: string): string => {
  const at = page.indexOf(HEAD);
  if (at < 0) throw new Error('docs/security.md has lost its table of routes.');
  return page.slice(0, at) + routesTable() + page.slice(page.indexOf('\n\n', at));
};
