interface A { b: number }

function inner(a: A, text: string): never {
  const unused: number = a.b; throw new RangeError(`bad ${text as string}`);
}

class Outer {
  constructor(private readonly a: A) {}
  run<T extends string>(text: T): void { inner(this.a, text); }
}

new Outer({ b: 1 }).run("thing");
