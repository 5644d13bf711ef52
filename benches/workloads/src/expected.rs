//! Written by expected.py.

use crate::workload::Expected;

pub(crate) const W1: Expected = Expected {
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    canonical_request: 143,
    string_to_sign: 138,
};

pub(crate) const W2: Expected = Expected {
    signature: "af6fbb74ca4b7c4f5fc6f2c4b0446d4d5090f67b9d116cf807f0688a67be6477",
    canonical_request: 668,
    string_to_sign: 134,
};

pub(crate) const W3: Expected = Expected {
    signature: "fcf2fafb368b16e3c4a62e58c49094b3a4cf2ba6cd3d71b400da32bdd7ae8cbf",
    canonical_request: 827,
    string_to_sign: 133,
};

pub(crate) const W4: Expected = Expected {
    signature: "faa57b883673da3f1e87af5673af5e099830312a9ef334f21706c0f02896f189",
    canonical_request: 703,
    string_to_sign: 139,
};

pub(crate) const W5: Expected = Expected {
    signature: "3a4c2585e1a728f02f7c07f8a898878dcf384f504298a301a1b9c21a6dd75acf",
    canonical_request: 736,
    string_to_sign: 133,
};

pub(crate) const W6: Expected = Expected {
    signature: "76416b504eb863c78a7171f32da707151584fc60eda150a66bb1796bcb5647f2",
    canonical_request: 903,
    string_to_sign: 137,
};

pub(crate) const W7: Expected = Expected {
    signature: "ecd021edc958601106f5714d46e8f1169eccd440621485cc7f82f44fdade21b0",
    canonical_request: 353,
    string_to_sign: 133,
};

pub(crate) const W7_1MIB: Expected = Expected {
    signature: "c166bd84d629f6deea8e86f1493dd5b3b90bb6b0ce3f1ed04b7c93d96fde8061",
    canonical_request: 353,
    string_to_sign: 133,
};

pub(crate) const W10: Expected = Expected {
    signature: "331abefbd989780ff26e6ec821134e7c14fdc194ba2eb6db336788f90a57de48",
    canonical_request: 746,
    string_to_sign: 133,
};

/// SHA-256 of the signatures of W10 in a row.
pub(crate) const W10_SIGNATURES: &str =
    "0d336838aab7be97384868e6587972818dadccb57c455152fb6a30708c6f9882";
