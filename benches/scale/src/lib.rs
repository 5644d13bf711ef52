//! What large, many and hostile requests cost, and many keys and threads: see README.md.

#![forbid(unsafe_code)]

pub mod family;
mod hostile;
pub mod keys;
pub mod operation;
mod order;
pub mod timing;
mod usual;
pub mod wire;

use family::Family;

/// What a program sends that does much: large, and signed rightly.
pub fn usual() -> &'static [Family] {
    usual::FAMILIES
}

/// What a stranger sends to make a verifier work.
pub fn hostile() -> &'static [Family] {
    hostile::FAMILIES
}

/// All, in the order of the page.
pub fn all() -> impl Iterator<Item = &'static Family> {
    usual().iter().chain(hostile())
}
