Error.prepareStackTrace = (error: Error, sites: NodeJS.CallSite[]): unknown => sites.map((site) => `${site.getFunctionName()} ${site.getFileName()} ${site.getLineNumber()}`);
const here: unknown = new Error("x").stack;
console.log(here);
