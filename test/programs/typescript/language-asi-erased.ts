const f = (x: number): number => x
type Between = string
;[1].map(f)
let g = f
interface Also { a: string }
(2 as any)
const h = g
type Last = number
`template`
console.log(f(1), typeof g, typeof h)
const lines = (a: number) => {
  if (a) return <
    T,
  >(x: T) => x
  return (a as
    number)
}
console.log(typeof lines(1), lines(0))
