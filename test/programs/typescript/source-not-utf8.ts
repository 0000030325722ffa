const a: string = 'café ÿ';
console.log(a, a.length);
