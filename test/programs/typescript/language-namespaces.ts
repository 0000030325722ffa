
namespace Geometry {
  export const unit = 2;
  let hidden = 1;
  export function scale(by: number): number { hidden += by; return hidden * unit; }
  export namespace Inner { export class Point { constructor(public x = unit) {} } }
  export interface Shape { area: number }
  export enum Kind { Round }
}
namespace Geometry { export const more = scale(3) + unit; }
namespace OnlyTypes { export interface A { a: string } export type B = A }
declare namespace Ambient { const nothing: number }
function build() { return build.count++; }
namespace build { export let count = 41; }
class Box { static make(): Box.Options { return { size: Box.size }; } }
namespace Box { export const size = 9; export interface Options { size: number } }
import Point = Geometry.Inner.Point;
module Old.Nested { export const v = "old"; }
const value: OnlyTypes.B = { a: "b" };
console.log(Geometry, Geometry.scale(1), new Point(), new Geometry.Inner.Point(7), value, Geometry.Kind[0]);
console.log(build(), build(), build.count, Box.make(), Old.Nested.v);
