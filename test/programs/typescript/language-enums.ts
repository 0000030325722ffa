
enum Color { Red, Green = 5, Blue, Mixed = Red | Green, Named = "named", Length = "four".length }
enum Direction { Up = "UP", Down = "DOWN" }
const enum Fast { One = 1, Two = One << 1, Three = One + Two }
declare enum Ambient { Nothing }
enum Color { More = 100 }
export enum Exported { A = Color.Blue, B }
console.log(Color, Color[5], Color.Mixed, Color.Named, Color["Blue"]);
console.log(Object.entries(Direction), Fast.Three, Fast["Two"], Exported, Color.More);
function name(color: Color): string {
  switch (color) {
    case Color.Red: return "red";
    case Color.Green: { enum Local { X = 7 } return `green ${Local.X}`; }
    default: return Color[color];
  }
}
console.log([0, 5, 6, 100].map(name), typeof Color, Direction.Up === "UP");
