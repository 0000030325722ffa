use std::sync::{atomic::*, mpsc, Arc, Mutex};
fn main() {
    let n = Arc::new(AtomicU32::new(0));
    let m = Arc::new(Mutex::new(vec![]));
    let (tx, rx) = mpsc::channel();
    let h: Vec<_> = (0..4).map(|i| { let (n, m, tx) = (n.clone(), m.clone(), tx.clone()); std::thread::spawn(move || { n.fetch_add(i, Ordering::SeqCst); m.lock().unwrap().push(i); tx.send(i).unwrap(); }) }).collect();
    for t in h { t.join().unwrap(); }
    drop(tx);
    println!("{} {} {}", n.load(Ordering::SeqCst), m.lock().unwrap().len(), rx.iter().sum::<u32>());
}
