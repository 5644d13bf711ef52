//! The answers of the query API, as XML, or as JSON to who asks for it.
//!
//! XML is the contract. JSON to `Accept: application/json` is not documented, but is what AWS answers: the same
//! names, with the expiration as a number of seconds in scientific notation.

use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_json::Value;
use std::format;

use super::Fault;
use crate::Timestamp;
use crate::aws::local::exchange::{Answer, REQUEST_ID, Received};
use crate::aws::local::text::escape_xml;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// An element of an answer.
pub(super) enum Node {
    Text(String),
    Number(usize),
    Time(Timestamp),
    Map(Vec<(&'static str, Node)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xml,
    Json,
}

impl Format {
    /// What the client asks for.
    pub(super) fn of(received: &Received) -> Self {
        let is_json = |accept: &str| {
            accept.split(',').any(|range| {
                let media_type = range.split(';').next().unwrap_or_default().trim();
                media_type.eq_ignore_ascii_case("application/json")
            })
        };
        match received.headers("accept").any(|accept| is_json(&accept)) {
            true => Format::Json,
            false => Format::Xml,
        }
    }

    pub(super) fn result(self, action: &str, result: &Node, request_id: String) -> Answer {
        let body = match self {
            Format::Xml => {
                let mut out = format!("<{action}Response xmlns=\"{NAMESPACE}\">\n");
                write_xml(&mut out, &format!("{action}Result"), result, 1);
                let id = Node::Map(std::vec![("RequestId", Node::Text(request_id.clone()))]);
                write_xml(&mut out, "ResponseMetadata", &id, 1);
                out + &format!("</{action}Response>\n")
            }
            Format::Json => {
                let mut out = format!("{{\"{action}Response\":{{\"{action}Result\":");
                write_json(&mut out, result);
                let id = Value::from(&*request_id);
                out + &format!(",\"ResponseMetadata\":{{\"RequestId\":{id}}}}}}}")
            }
        };
        self.answer(200, body, request_id)
    }

    pub(super) fn fault(self, fault: &Fault, request_id: String) -> Answer {
        let by = if fault.status < 500 { "Sender" } else { "Receiver" };
        let mut members = std::vec![
            ("Type", Node::Text(by.to_owned())),
            ("Code", Node::Text(fault.code.to_owned())),
            ("Message", Node::Text(fault.message.clone())),
        ];
        let body = match self {
            Format::Xml => {
                let mut out = format!("<ErrorResponse xmlns=\"{NAMESPACE}\">\n");
                write_xml(&mut out, "Error", &Node::Map(members), 1);
                write_xml(&mut out, "RequestId", &Node::Text(request_id.clone()), 1);
                out + "</ErrorResponse>\n"
            }
            Format::Json => {
                members.rotate_left(1);
                let mut out = String::new();
                let id = Node::Text(request_id.clone());
                let error = std::vec![("Error", Node::Map(members)), ("RequestId", id)];
                write_json(&mut out, &Node::Map(error));
                out
            }
        };
        self.answer(fault.status, body, request_id)
    }

    fn answer(self, status: u16, body: String, request_id: String) -> Answer {
        let content_type = match self {
            Format::Xml => "text/xml",
            Format::Json => "application/json",
        };
        let headers =
            std::vec![("content-type", content_type.to_owned()), (REQUEST_ID, request_id)];
        Answer { status, headers, body }
    }
}

/// Writes an element, indented by two spaces a level, as AWS does.
fn write_xml(out: &mut String, name: &str, node: &Node, level: usize) {
    let indent = "  ".repeat(level);
    out.push_str(&format!("{indent}<{name}>"));
    match node {
        Node::Text(text) => escape_xml(text, out),
        Node::Number(number) => out.push_str(&format!("{number}")),
        Node::Time(at) => out.push_str(&at.to_string()),
        Node::Map(members) => {
            out.push('\n');
            for (name, node) in members {
                write_xml(out, name, node, level + 1);
            }
            out.push_str(&indent);
        }
    }
    out.push_str(&format!("</{name}>\n"));
}

fn write_json(out: &mut String, node: &Node) {
    match node {
        Node::Text(text) => out.push_str(&format!("{}", Value::from(&**text))),
        Node::Number(number) => out.push_str(&format!("{number}")),
        Node::Time(at) => out.push_str(&format!("{:E}", at.unix_seconds() as f64)),
        Node::Map(members) => {
            out.push('{');
            for (n, (name, node)) in members.iter().enumerate() {
                out.push_str(&format!("{}\"{name}\":", if n == 0 { "" } else { "," }));
                write_json(out, node);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node() -> Node {
        let at = Timestamp::from(1_514_869_445);
        Node::Map(std::vec![
            ("Text", Node::Text("a<b \"c\"".into())),
            ("Expiration", Node::Time(at)),
            ("Size", Node::Number(6)),
        ])
    }

    #[test]
    fn xml_is_that_of_aws() {
        assert_eq!(
            Format::Xml.result("Do", &node(), "id".into()).body,
            "<DoResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <DoResult>\n    \
             <Text>a&lt;b &quot;c&quot;</Text>\n    <Expiration>2018-01-02T05:04:05Z</Expiration>\n    \
             <Size>6</Size>\n  </DoResult>\n  <ResponseMetadata>\n    <RequestId>id</RequestId>\n  \
             </ResponseMetadata>\n</DoResponse>\n"
        );
    }

    #[test]
    fn json_has_the_expiration_in_scientific_notation() {
        assert_eq!(
            Format::Json.result("Do", &node(), "id".into()).body,
            "{\"DoResponse\":{\"DoResult\":{\"Text\":\"a<b \\\"c\\\"\",\"Expiration\":1.514869445E9,\"Size\":6},\
             \"ResponseMetadata\":{\"RequestId\":\"id\"}}}"
        );
    }
}
