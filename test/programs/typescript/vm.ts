import vm from "vm";
const context: vm.Context = vm.createContext({ n: 4 as number });
console.log(vm.runInContext("n ** 2", context), new vm.Script("throw new Error('in vm')", { filename: "given.js" }) instanceof vm.Script);
try { vm.runInNewContext("let a = ;" as string); } catch (error) { console.log((error as Error).message); }
