//! The error that a service of AWS puts into its answer.

use std::fmt;
use std::string::{String, ToString};

use crate::Timestamp;
use crate::sigv4::parse_http_date;

use super::advice;
use super::answer::Answer;
use super::document::Document;
use crate::uses::without_token;

/// An error as AWS's services answer it: in JSON, in XML, or as a Lambda function URL does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// AWS's name for the error, such as `SignatureDoesNotMatch`; empty where the answer has none.
    pub code: String,
    /// The server's own words; of a body that is neither JSON nor XML, its beginning.
    pub message: String,
    /// The id by which AWS's support finds the request.
    pub request_id: Option<String>,
    /// The server's clock, from the Date header.
    pub server_date: Option<Timestamp>,
    advice: String,
}

impl ServiceError {
    /// The error of an answer whose status is 400 or more.
    pub fn of(answer: &Answer) -> Self {
        let text = answer.text();
        let document = Document::parse(&text);
        let Named { code, message } = Named::of(answer, &text, document.as_ref());
        let request_id = ["x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"]
            .iter()
            .find_map(|name| answer.header(name))
            .map(String::from)
            .or_else(|| {
                let document = document.as_ref()?;
                ["RequestId", "RequestID"].iter().find_map(|name| document.find(name))
            });
        let mut refused = ServiceError {
            status: answer.status,
            code,
            message: without_token(&message), // It may show the server's canonical string.
            request_id,
            server_date: server_date(answer),
            advice: String::new(),
        };
        let region = document.as_ref().and_then(region);
        refused.advice =
            advice::of(&refused.code, &refused.message, refused.status, region.as_deref());
        refused
    }

    /// Whether the server says that the session token has ended.
    pub(crate) fn is_expired_token(&self) -> bool {
        matches!(&*self.code, "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired")
    }

    /// What to do about it.
    pub fn advice(&self) -> &str {
        &self.advice
    }
}

/// The name and the message of an error, wherever an answer has them.
pub(super) struct Named {
    pub(super) code: String,
    /// As it came: it may show a session token.
    pub(super) message: String,
}

impl Named {
    /// `document` is that of the answer's text, if it is one.
    pub(super) fn of(answer: &Answer, text: &str, document: Option<&Document<'_>>) -> Self {
        let error = document.map(Document::error);
        let find = |names: &[&str]| {
            let error = error.as_ref()?;
            names.iter().find_map(|name| error.own(name)).filter(|text| !text.is_empty())
        };
        // The header is the only place where a function URL names its error.
        let code = answer
            .header("x-amzn-errortype")
            .map(String::from)
            .or_else(|| find(&["Code", "__type", "code"]))
            .unwrap_or_default();
        let message =
            find(&["Message", "message", "errorMessage"]).unwrap_or_else(|| match document {
                Some(_) => String::new(),
                None => text.trim().chars().take(200).collect(),
            });
        Named { code: bare(&code).to_string(), message }
    }
}

/// The region that the server names: only S3 does, in XML.
pub(super) fn region(document: &Document<'_>) -> Option<String> {
    let is_xml = matches!(document, Document::Xml(_));
    document.error().own("Region").filter(|region| is_xml && !region.is_empty())
}

/// The server's clock, from the Date header.
pub(super) fn server_date(answer: &Answer) -> Option<Timestamp> {
    parse_http_date(answer.header("date")?).ok().map(Timestamp::from)
}

/// `com.amazon.coral.service#AccessDeniedException:http://…` is `AccessDeniedException`.
fn bare(code: &str) -> &str {
    let code = code.rsplit_once('#').map_or(code, |(_, name)| name);
    code.split_once(':').map_or(code, |(name, _)| name).trim()
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        if !self.code.is_empty() {
            write!(f, " {}", self.code)?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request id {id})")?;
        }
        Ok(())
    }
}
