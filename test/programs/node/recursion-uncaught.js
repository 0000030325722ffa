class Node {
  visit(level) {
    return this.visit(level + 1) + 1;
  }
}

process.on("exit", (code) => console.log("exit", code));
new Node().visit(0);
