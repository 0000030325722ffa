exports.a = 1; exports.default = 2; exports.fn = function () { return this === undefined || this === exports; };
