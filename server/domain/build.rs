//! A new migration is a new program: `migrate!` itself only notices changed ones.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
