import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the service is. The page and the service then share an address, so cookies and downloads need no CORS. */
const target = process.env.BIDWRIGHT_URL ?? 'http://127.0.0.1:4000';
const proxy = Object.fromEntries(
  ['/graphql', '/upload', '/download'].map((path) => [path, { target, ws: path === '/graphql' }]),
);

export default defineConfig({ plugins: [react()], server: { proxy }, preview: { proxy } });
