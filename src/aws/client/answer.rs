//! The server's answer, and the error that AWS's services put into one.

use std::borrow::Cow;
use std::boxed::Box;
use std::fmt;
use std::string::{String, ToString};
use std::vec::Vec;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::advice;
use crate::aws::error::Error;
use crate::aws::sts::response::Document;

/// What the server answered, as it is: any status, all headers, the whole body.
#[derive(Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case and values, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of the first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 show as U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The answer if its status is below 400, else the error that it carries.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn ok(self) -> Result<Self, Error> {
        if self.status < 400 {
            return Ok(self);
        }
        Err(Error::Refused(Box::new(ServiceError::of(&self))))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

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
    pub server_date: Option<OffsetDateTime>,
    advice: String,
}

impl ServiceError {
    /// The error of an answer whose status is 400 or more.
    pub fn of(answer: &Answer) -> Self {
        let text = answer.text();
        let document = Document::parse(&text);
        let find = |names: &[&str]| {
            let document = document.as_ref()?;
            names.iter().find_map(|name| document.find(name)).filter(|text| !text.is_empty())
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
        let request_id = ["x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"]
            .iter()
            .find_map(|name| answer.header(name))
            .map(String::from)
            .or_else(|| find(&["RequestId", "RequestID"]));
        let server_date = answer.header("date").and_then(|date| {
            // Long texts are none: the parser is for one line of a mail header.
            OffsetDateTime::parse(date.get(..29)?, &Rfc2822).ok()
        });
        let mut error = ServiceError {
            status: answer.status,
            code: bare(&code).to_string(),
            message,
            request_id,
            server_date,
            advice: String::new(),
        };
        error.advice = advice::of(&error, find(&["Region"]).as_deref());
        error
    }

    /// What to do about it.
    pub fn advice(&self) -> &str {
        &self.advice
    }
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
