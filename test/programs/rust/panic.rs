fn main() {
    let v: Vec<i32> = Vec::new();
    let n = std::env::args().count();
    println!("{}", v[n]);
}
