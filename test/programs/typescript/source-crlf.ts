const a: number = 1;
interface B {
  c: string;
}
const t: string = `x
y`;
console.log(a, JSON.stringify(t));
throw new Error("line eight");
