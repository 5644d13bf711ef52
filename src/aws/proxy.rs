//! The proxies that the environment names: `HTTPS_PROXY` for https, `HTTP_PROXY` for http, `ALL_PROXY` for both,
//! in capitals or not, and `NO_PROXY` for the hosts to reach without.

use std::string::ToString;

use ureq::Proxy;

use super::context::Environment;
use super::error::Error;
use super::url::Url;

#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    https: Option<Proxy>,
    http: Option<Proxy>,
}

impl Proxies {
    pub(crate) fn of(environment: &Environment) -> Result<Self, Error> {
        Ok(Proxies {
            https: first(environment, &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])?,
            http: first(environment, &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])?,
        })
    }

    /// The proxy for a URL; none for a host that is this machine, which no other can reach for us.
    pub(crate) fn for_url(&self, url: &Url) -> Option<Proxy> {
        let proxy = if url.text.starts_with("https:") { &self.https } else { &self.http };
        proxy.clone().filter(|_| !url.is_loopback())
    }
}

/// The proxy of the first variable that is set. An address that is none is an error: a call must not go past
/// the proxy by mistake.
fn first(environment: &Environment, names: &[&'static str]) -> Result<Option<Proxy>, Error> {
    let mut set = names.iter().filter_map(|name| Some((*name, environment.get(name)?)));
    let Some((name, address)) = set.next() else { return Ok(None) };
    // The address itself may hold a password: it is not shown.
    let invalid = |error: ureq::Error| Error::InvalidArgument { name, why: error.to_string() };
    let proxy = Proxy::new(&address).map_err(invalid)?;
    let mut builder = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(name) = proxy.username() {
        builder = builder.username(name);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    let without = environment.get("NO_PROXY").or_else(|| environment.get("no_proxy"));
    for host in without.unwrap_or_default().split(',').map(str::trim) {
        builder = builder.no_proxy(host);
    }
    builder.build().map(Some).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(pairs: &[(&str, &str)], url: &str) -> Option<std::string::String> {
        let proxies = Proxies::of(&Environment::of(pairs.iter().copied())).unwrap();
        proxies.for_url(&Url::parse(url).unwrap()).map(|proxy| proxy.host().to_string())
    }

    #[test]
    fn each_scheme_has_its_own_proxy() {
        let both = [("HTTPS_PROXY", "http://secure:1"), ("http_proxy", "http://plain:2")];
        assert_eq!(host(&both, "https://a.example/").as_deref(), Some("secure"));
        assert_eq!(host(&both, "http://a.example/").as_deref(), Some("plain"));
        assert_eq!(host(&both[1..], "https://a.example/"), None);
        assert_eq!(
            host(&[("ALL_PROXY", "http://all:3")], "https://a.example/").as_deref(),
            Some("all")
        );
        assert_eq!(host(&both, "http://127.0.0.1:9/"), None);
    }

    #[test]
    fn an_address_that_is_none_is_an_error_that_does_not_show_it() {
        for address in ["ftp://user:hidden@proxy/", "://"] {
            let error = Proxies::of(&Environment::of([("HTTPS_PROXY", address)])).unwrap_err();
            let shown = std::format!("{error} {error:?}");
            assert!(shown.contains("HTTPS_PROXY") && !shown.contains("hidden"), "{shown}");
        }
    }
}
