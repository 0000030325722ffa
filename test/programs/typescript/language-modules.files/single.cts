class Single { x = 1 }
export = Single;
