export async function resolve(specifier, context, next) {
  if (specifier.startsWith("virtual:")) return { url: specifier, format: "module", shortCircuit: true };
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (url.startsWith("virtual:"))
    return { format: "module", source: `export default ${JSON.stringify(url)}`, shortCircuit: true };
  return next(url, context);
}
