namespace Deep {
  export type T = string;
  export const value: number = fail("in a namespace");
  function fail(text: T): never {
    throw new Error(text);
  }
}
console.log(Deep.value);
