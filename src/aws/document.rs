//! Reads answers: the JSON of AWS and the XML of everyone, by the names of their elements.
//!
//! In any order, with or without a namespace and outer layers: that is how far the servers differ.

use std::string::{String, ToString};

use super::json::Json;
use roxmltree::Node;

/// No answer of STS, and no error of a service, is larger: S3's show the canonical request once as text and once as the
/// numbers of its bytes.
pub(crate) const MAX_LENGTH: usize = 256 * 1024;

/// Nor has it more namespaces.
const MAX_NAMESPACES: usize = 16;

/// An answer, JSON or XML, told by what it starts with.
pub(crate) enum Document<'a> {
    Json(Json),
    Xml(roxmltree::Document<'a>),
}

/// A part of a document.
pub(crate) enum Element<'d, 'a> {
    Json(&'d Json),
    Xml(Node<'d, 'a>),
}

impl<'a> Document<'a> {
    /// `None` for a text that is neither, or larger and stranger than any server's answer: what an XML reader
    /// does with many namespaces grows faster than the text.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        if text.len() > MAX_LENGTH || text.matches("xmlns").count() > MAX_NAMESPACES {
            return None;
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        match text.as_bytes().first()? {
            b'{' => Json::parse(text).map(Document::Json),
            b'<' => roxmltree::Document::parse(text).ok().map(Document::Xml),
            _ => None,
        }
    }

    /// The part of an error's answer that says what the error is: the root, or the member or element `Error`
    /// in it, however it is wrapped.
    pub(crate) fn error(&self) -> Element<'_, 'a> {
        match self {
            Document::Json(value) => {
                let error = value.get("Error").filter(|error| matches!(error, Json::Object(_)));
                Element::Json(error.unwrap_or(value))
            }
            Document::Xml(document) => {
                let mut elements = document.descendants();
                let error = elements.find(|n| n.is_element() && n.tag_name().name() == "Error");
                Element::Xml(error.unwrap_or(document.root_element()))
            }
        }
    }

    fn root(&self) -> Element<'_, 'a> {
        match self {
            Document::Json(value) => Element::Json(value),
            Document::Xml(document) => Element::Xml(document.root()),
        }
    }

    /// The text of the first element of a name.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        self.root().find(name)
    }

    /// The first element of a name.
    pub(crate) fn inside(&self, name: &str) -> Option<Element<'_, 'a>> {
        self.root().inside(name)
    }
}

impl<'d, 'a> Element<'d, 'a> {
    /// The text of the first element of a name within this one.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        self.inside(name)?.text()
    }

    /// The text of a member or child of this element, and of no deeper one.
    pub(crate) fn own(&self, name: &str) -> Option<String> {
        match self {
            Element::Json(value) => Element::Json(value.get(name)?).text(),
            Element::Xml(node) => node
                .children()
                .find(|n| n.is_element() && n.tag_name().name() == name)
                .and_then(|n| Element::Xml(n).text()),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Element::Json(Json::Text(text)) => Some(text.clone()),
            Element::Json(_) => None,
            Element::Xml(node) => {
                let text: String =
                    node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
                Some(text.trim().to_string())
            }
        }
    }

    fn inside(&self, name: &str) -> Option<Element<'d, 'a>> {
        match self {
            Element::Json(value) => value.inside(name).map(Element::Json),
            Element::Xml(node) => node
                .descendants()
                .find(|n| n.is_element() && n.tag_name().name() == name)
                .map(Element::Xml),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_by_name() {
        for text in [
            r#"{"AssumeRoleResponse":{"AssumeRoleResult":{"Credentials":{"AccessKeyId":"ASIA"}}}}"#,
            r#"{"Credentials":{"AccessKeyId":"ASIA"}}"#,
            r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId></Credentials></AssumeRoleResult></AssumeRoleResponse>"#,
            "<?xml version=\"1.0\"?>\n<a:R xmlns:a=\"x\"><a:Credentials><a:AccessKeyId> ASIA\n</a:AccessKeyId></a:Credentials></a:R>",
        ] {
            let document = Document::parse(text).unwrap();
            assert_eq!(
                document.inside("Credentials").unwrap().find("AccessKeyId").unwrap(),
                "ASIA"
            );
            assert_eq!(document.find("SecretAccessKey"), None);
        }
        for text in ["", "Forbidden", "{", "<a>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"] {
            assert!(Document::parse(text).is_none(), "{text}");
        }
    }
}
