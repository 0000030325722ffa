fn main() { let async = 1; println!("{}", async); }
