fn main() { println!("{}", cfg!(debug_assertions)); }
