trait Shape { fn area(&self) -> f64; }
struct S(f64);
impl Shape for S { fn area(&self) -> f64 { self.0 * self.0 } }
fn main() {
    let v: Vec<Box<dyn Shape>> = vec![Box::new(S(2.0)), Box::new(S(3.0))];
    let t: f64 = v.iter().map(|s| s.area()).sum();
    let f = |x: i32| move |y: i32| x + y;
    println!("{t} {} {}", f(1)(2), std::any::type_name::<S>());
}
