// What a thread of `in-thread.ts` runs: it loads the module that does the work once.

let registered = null;

export default async function work({ module, loader, data }) {
  if (loader) {
    registered ??= import(loader).then(({ register }) => register());
    await registered;
  }
  const { default: perform } = await import(module);
  return perform(data);
}
