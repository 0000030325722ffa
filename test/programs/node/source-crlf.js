const text = `two
lines`;
console.log(JSON.stringify(text));
// a comment
const note = "continued \
here";
console.log(note);
null.property;
