exports.which = 'js';
