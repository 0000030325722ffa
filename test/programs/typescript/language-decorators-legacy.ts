
const log: unknown[] = [];
const named = (name: string): any => (target: any, key?: string, index?: any) => { log.push([name, typeof target, key, typeof index === "object" ? Object.keys(index) : index]); };
@named("class")
class Service {
  @named("property") id: number = 1;
  @named("method") run(@named("parameter") input: string): string { return input + this.id; }
  @named("static") static make(): Service { return new Service(); }
}
console.log(Service.make().run("x"), log);
