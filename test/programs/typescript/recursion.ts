let depth: number = 0;
const down = (): number => { depth++; return down() + 1; };
try { down(); } catch (error: unknown) { console.log((error as Error).name, depth > 5000); }
