type Callback = (x: number) => void;

export function run(n: number, callback: Callback): void {
  for (let i: number = 0; i < n; i++) if (i === 2) callback(i as number);
}
