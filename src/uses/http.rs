//! Headers of the crate `http`: signed and verified as they are.

use crate::{HeaderList, Headers};

#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl HeaderList for http::HeaderMap {
    fn visit<'s>(&'s self, visitor: &mut dyn FnMut(&'s str, &'s [u8])) {
        self.iter().for_each(|(name, value)| visitor(name.as_str(), value.as_bytes()));
    }
}

/// ```
/// use http::{HeaderMap, HeaderValue, header::HOST};
/// use sigfour::{Credentials, Request, Signer};
///
/// let mut headers = HeaderMap::new();
/// headers.insert(HOST, HeaderValue::from_static("example.com"));
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let request = Request::new("GET", "/").headers(&headers);
/// let signed = Signer::new("execute-api", "us-east-1")
///     .sign(&request, &credentials, std::time::SystemTime::now())?;
/// # assert!(signed.headers().count() > 0);
/// # Ok::<(), sigfour::Error>(())
/// ```
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl<'a> From<&'a http::HeaderMap> for Headers<'a> {
    fn from(map: &'a http::HeaderMap) -> Self {
        Headers::from_list(map)
    }
}
