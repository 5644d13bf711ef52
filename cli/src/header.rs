//! `-H 'Name: value'`, as curl takes it.

/// A header of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: String,
    /// `None` for `Name:`, which keeps a header away that would be sent otherwise.
    pub(crate) value: Option<String>,
}

impl Header {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let header = |name: &str, value: Option<&str>| Header {
            name: name.trim().into(),
            value: value.map(|value| value.trim().into()),
        };
        match (text.split_once(':'), text.strip_suffix(';')) {
            (Some((name, value)), _) if !name.trim().is_empty() => {
                Ok(header(name, Some(value).filter(|value| !value.trim().is_empty())))
            }
            (None, Some(name)) if !name.trim().is_empty() => Ok(header(name, Some(""))),
            _ => Err("it must be of the form 'Name: value' ('Name;' for an empty one)".into()),
        }
    }

    /// The headers to send.
    pub(crate) fn pairs(headers: &[Header]) -> Vec<(String, String)> {
        headers.iter().filter_map(|h| Some((h.name.clone(), h.value.clone()?))).collect()
    }

    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_curl_reads_them() {
        for (text, name, value) in [
            ("Accept: a:b", "Accept", Some("a:b")),
            ("Accept:x;", "Accept", Some("x;")),
            ("Accept;", "Accept", Some("")),
            ("Accept:", "Accept", None),
        ] {
            let value = value.map(String::from);
            assert_eq!(Header::parse(text), Ok(Header { name: name.into(), value }), "{text}");
        }
        for text in ["Accept", ": x", ";", ""] {
            assert!(Header::parse(text).is_err(), "{text}");
        }
    }
}
