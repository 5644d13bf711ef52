//! Quoting for a POSIX shell.

/// A word that the shell takes as it is, quoted where it must be.
pub(crate) fn quote(word: &[u8]) -> Vec<u8> {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(b);
    if !word.is_empty() && word.iter().all(plain) {
        return word.to_vec();
    }
    let mut quoted = vec![b'\''];
    for byte in word {
        match byte {
            b'\'' => quoted.extend_from_slice(br"'\''"),
            byte => quoted.push(*byte),
        }
    }
    quoted.push(b'\'');
    quoted
}

/// The same for text, always in quotes: the form of an assignment.
pub(crate) fn quote_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_act_on_is_quoted() {
        for (word, quoted) in [
            ("https://h/a%20b", "https://h/a%20b"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME `x` \\ \n ~ * ?", "'$HOME `x` \\ \n ~ * ?'"),
            ("a&b", "'a&b'"),
        ] {
            assert_eq!(String::from_utf8(quote(word.as_bytes())).unwrap(), quoted);
        }
        assert_eq!(quote_text("it's"), r"'it'\''s'");
    }
}
