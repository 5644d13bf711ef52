//! Names of objects that other signers have stumbled over.

pub const AWKWARD_KEYS: &[&str] = &[
    "plain.txt",
    "a b",
    "a+b",
    "a%b",
    "a%20b",
    "100%",
    "a=b&c",
    "a;b",
    "a:b@c",
    "tilde~-._",
    "(paren)'!*",
    "quote\"<>",
    "ünï-ሴ",
    "folder/inner file",
    "a//b",
    "$dollar,comma",
    "back\\slash^`{|}",
    "question?mark",
    "#hash",
];
