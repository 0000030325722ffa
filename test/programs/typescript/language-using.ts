
const dispose: unique symbol = ((Symbol as any).dispose ??= Symbol.for("dispose")) as any;
const asyncDispose: unique symbol = ((Symbol as any).asyncDispose ??= Symbol.for("asyncDispose")) as any;
const open = (name: string): any => ({ name, [dispose]() { console.log("closed", name); }, async [asyncDispose]() { console.log("closed later", name); } });
{ using a = open("a"), b = open("b"); console.log(a.name, b.name); }
(async () => { await using c = open("c"); for (using d of [open("d"), open("e")]) console.log(d.name); console.log(c.name); })();
class Meter { accessor value = 1; static accessor total = 2; }
const meter = new Meter(); meter.value += 1; Meter.total *= 3;
console.log(meter.value, Meter.total, Object.keys(meter), "value" in meter);
