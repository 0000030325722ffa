#[cfg(feature = "x")]
fn main() { println!("x"); }
#[cfg(not(feature = "x"))]
fn main() { println!("not x"); }
