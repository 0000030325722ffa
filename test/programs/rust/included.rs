fn main() { print!("{}{}", include_str!("data.txt"), env!("PATH").is_empty()); println!(); }
