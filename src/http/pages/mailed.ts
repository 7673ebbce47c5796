import { createHash } from 'node:crypto';
import type { MailedPath } from '../../identity/index.js';
import type { Asked } from '../routing/route.js';
import { MAILED_SCRIPT } from './mailed-script.js';

const TITLES: Record<MailedPath, string> = {
  '/verify-email': 'Verify your e-mail address',
  '/reset-password': 'Choose a new password',
  '/invitation': 'Accept your invitation',
};

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}' +
  'label{display:block;margin:.75rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}' +
  'button{font:inherit;padding:.4rem 1rem}output{display:block;margin-top:1rem}';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page's own script and style, and the API; nothing else. */
export const MAILED_POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(MAILED_SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const page = (title: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p></p>
<form hidden><button></button></form>
<output></output>
<noscript>This page needs JavaScript. The token of your mail can also be used with the API.</noscript>
<script type="module">${MAILED_SCRIPT}</script>
</html>
`;

/**
 * GET /invitation, /verify-email, /reset-password: does what a mailed link promises where there is no frontend; else leads
 * there, for links that were mailed before it was named. Browsers take along what stands behind the "#".
 */
export const mailedPage =
  (path: MailedPath) =>
  ({ app, res }: Pick<Asked, 'app' | 'res'>): void => {
    const { frontendUrl } = app.env.http;
    if (frontendUrl) return void res.writeHead(303, { location: `${frontendUrl}${path}` }).end();
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(TITLES[path]));
  };
