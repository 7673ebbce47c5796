// Compiles the TypeScript sources to dist/, file by file and in the same layout, and bundles the Temporal
// workflows. Types are checked by `npm run check`, not here.
//
//   node scripts/build.mjs

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError, step } from './lib/report.mjs';
import { filesBelow, hashOf, installedVersion, readStamp, writeStamp } from './lib/stamp.mjs';

const OUT = 'dist';
const STAMP = 'dist/.stamp';
const WORKFLOWS = 'temporal/workflows/index';
// How workflow code writes its failures is decided when it is bundled.
const FAILURE_CONVERTER = path.join(OUT, 'temporal/failure-converter.cjs');
const BUNDLES = [
  { file: 'dist/workflow-bundle.js', options: () => ({}) },
  {
    file: 'dist/workflow-bundle-encrypting.js',
    options: () => ({ failureConverterPath: path.resolve(FAILURE_CONVERTER) }),
  },
];
const BUNDLE_STAMP = 'dist/.workflow-bundle.stamp';

const haveBundles = () => BUNDLES.every(({ file }) => fs.existsSync(file));

function inputsOfBuild() {
  const sources = filesBelow('src', 'schema', 'temporal', 'generated');
  return [...sources.filter((file) => path.basename(file)[0] !== '.'), 'scripts/temporal-cli.mjs'];
}

const hashOfBuild = (inputs) => hashOf([...inputs, 'scripts/build.mjs'], installedVersion('esbuild'));

const hasWorkflows = () => fs.existsSync(`${WORKFLOWS}.ts`);

/** Whether dist/ is what the sources make. Works in the current directory, the checkout, as `build` does. */
export function isBuilt() {
  if (readStamp(STAMP) !== hashOfBuild(inputsOfBuild())) return false;
  return fs.existsSync(`${OUT}/src`) && (!hasWorkflows() || haveBundles());
}

/** Brings dist/ up to date. */
export async function build() {
  if (isBuilt()) return;
  const inputs = inputsOfBuild();
  await step('Build', () => transpile(inputs));
  if (hasWorkflows()) await bundleWorkflows();
  writeStamp(STAMP, hashOfBuild(inputs));
}

const isDeclaration = (file) => /\.d\.[cm]?ts$/.test(file);
const isSource = (file) => file.endsWith('.ts') && !isDeclaration(file);

async function transpile(inputs) {
  const esbuild = await import('esbuild');
  const sources = inputs.filter(isSource);
  const others = inputs.filter((file) => !isSource(file) && !isDeclaration(file));
  const stale = new Set(filesBelow(OUT));
  const keep = (file) => stale.delete(path.join(OUT, file));
  fs.rmSync(STAMP, { force: true });
  try {
    await esbuild.build({
      entryPoints: sources,
      outbase: '.',
      outdir: OUT,
      bundle: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
    });
  } catch (error) {
    const messages = error.errors?.map((e) => `${e.location?.file}:${e.location?.line}: ${e.text}`);
    throw new SetupError(`The sources do not compile.\n${messages?.join('\n') ?? error.message}`);
  }
  for (const file of sources) {
    keep(file.replace(/\.ts$/, '.js'));
    keep(file.replace(/\.ts$/, '.js.map'));
  }
  for (const file of others) {
    fs.mkdirSync(path.dirname(path.join(OUT, file)), { recursive: true });
    fs.copyFileSync(file, path.join(OUT, file));
    keep(file);
  }
  for (const file of [...BUNDLES.map((bundle) => bundle.file), BUNDLE_STAMP])
    stale.delete(path.normalize(file));
  for (const file of stale) fs.rmSync(file, { force: true });
}

/** Bundling takes seconds; it is done again only when a file that goes into the bundle has changed. */
async function bundleWorkflows() {
  const entry = path.join(OUT, `${WORKFLOWS}.js`);
  const inputs = [...(await importsOf(entry)), FAILURE_CONVERTER];
  const wanted = hashOf(inputs, installedVersion('@temporalio/worker'));
  if (readStamp(BUNDLE_STAMP) === wanted && haveBundles()) return;
  await step('Workflow bundles', async () => {
    const { bundleWorkflowCode } = createRequire(import.meta.url)('@temporalio/worker');
    const complaints = [];
    const logger = {
      log() {},
      trace() {},
      debug() {},
      info() {},
      warn() {},
      error: (m) => complaints.push(m),
    };
    try {
      const workflowsPath = path.resolve(entry);
      for (const { file, options } of BUNDLES)
        fs.writeFileSync(file, (await bundleWorkflowCode({ workflowsPath, logger, ...options() })).code);
    } catch (error) {
      throw new SetupError(`The workflows cannot be bundled: ${error.message}\n${complaints.join('\n')}`);
    }
  });
  writeStamp(BUNDLE_STAMP, wanted);
}

/** The files of ours that `entry` imports, directly and indirectly, itself included. */
async function importsOf(entry) {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs).sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  process.chdir(path.join(import.meta.dirname, '..'));
  build().catch((error) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  });
}
