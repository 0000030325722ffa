process.emitWarning("careful" as string, { code: "W001", detail: "of this" });
new Promise<void>((_, reject): void => reject(new Error("handled late"))).catch((): void => {});
