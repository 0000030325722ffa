#[test]
fn works() { assert_eq!(1 + 1, 2); }
fn main() {}
