exports.fromJs = 'js'; exports.back = () => require('./types.ts').T + require('./types').T;
