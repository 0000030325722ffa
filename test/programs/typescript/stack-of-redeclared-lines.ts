#!/usr/bin/env -S node


// a comment
/* and
more */
interface Long {
  a: string;
}


export const at = (): string => new Error("line twelve").stack!.split("\n")[1]!;
console.log(at());
import { inspect } from "util";
console.log(inspect(new Error("line fifteen")));
