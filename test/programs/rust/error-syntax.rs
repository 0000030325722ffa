fn main() {
    let x = ;
