
// @ts-nocheck
/// <reference types="node" />
/* block */ const a /* : string */ : number /* type */ = /* value */ 1; // end
/** doc @param {string} x */
function f(/* none */ x: /* t */ string /* u */, // y
  y?: number): /* r */ string { return x; /* } */ }
const url: string = "http://not.a/comment", re: RegExp = /\/\*not\*\//;
console.log(a, f("x"), url, re.test("/*not*/"), `/* ${"//" as string} */`);
console.log("end"); //