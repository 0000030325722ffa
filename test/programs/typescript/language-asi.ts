
let a = 1
let b: number
b = a
;[a, b] = [b, a]
const f = (): number =>
  3
interface X { a: string }
type Y =
  | "one"
  | "two"
const y: Y = "one"
let x: X
x = { a: "b" }
abstract class C { abstract m(): void
  x = 1
  ["y"] = 2
  static z
  *g(): Generator<number> { yield 1 } }
const returns = () => { return <any>
  5 }
declare let q: number
var n = f
(1 as any)
console.log(a, b, n, x, y, C, returns())
let type
console.log(typeof type)
