mod near;
mod deep;
fn main() { println!("{} {}", near::name(), deep::inner::name()); }
