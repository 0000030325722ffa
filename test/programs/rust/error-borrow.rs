fn main() {
    let mut v = vec![1];
    let r = &v[0];
    v.push(2);
    println!("{r}");
}
