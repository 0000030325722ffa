const a: string = 'after a mark';
console.log(a);
