
interface Named { readonly name: string; greet?(other: Named): string }
abstract class Animal implements Named {
  static count = 0;
  static #hidden = "hidden";
  static { Animal.count = 10; }
  protected legs!: number;
  declare later: string;
  #secret = 1;
  private readonly list: string[] = ["a"];
  [key: string]: unknown;
  constructor(public readonly name: string, protected age = 3, private readonly rest?: { deep: boolean }) { Animal.count++; }
  abstract speak(): string;
  abstract get sound(): string;
  get secret(): number { return this.#secret; }
  set secret(value: number) { this.#secret = value; }
  greet(other: Named): string { return `${this.name} ${this.speak()} ${other.name}${this.rest?.deep ?? "?"}`; }
  static hidden(): string { return this.#hidden; }
  has(other: object): boolean { return #secret in other; }
}
class Dog extends Animal {
  override speak(): string { return this.sound.toUpperCase(); }
  get sound(): "woof" { return "woof"; }
  private constructor(name: string) { super(name, 7); this.legs = 4; }
  static of(name: string): Dog { return new Dog(name); }
  public async *walk<T extends number>(this: Dog, ...steps: T[]): AsyncGenerator<string, void, undefined> {
    for (const step of steps) yield `${this.name} ${step}`;
  }
}
const dog = Dog.of("rex");
dog.secret += 5;
console.log(dog, dog.secret, dog.greet(Dog.of("max")), Animal.count, Animal.hidden(), dog.has(dog), dog.has({}));
console.log(Object.keys(dog), "later" in dog, "legs" in dog, dog instanceof Animal, Dog.name, Dog.length);
const Mixed = <T extends new (...args: any[]) => object>(Base: T) => class extends Base { mixed = true; };
class Plain { constructor(readonly a: number) {} }
console.log(new (Mixed(Plain))(1), new (class<T> { constructor(public value: T) {} })("anonymous"));
(async () => { for await (const line of dog.walk(1, 2)) console.log(line); })();
