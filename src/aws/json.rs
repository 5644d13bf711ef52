//! JSON as this crate looks at it: members, items and texts.
//!
//! Read by serde_json. Its own `Value` would bring a map in order, a writer of JSON and a printer of fractions: 67 kB
//! of a program with what else read fractions, and nothing here needs them.

use std::fmt;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_core::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value.
pub(crate) enum Json {
    Null,
    /// A text, a number or `true` or `false`. Of a number with a fraction or an exponent, its whole part: the only ones
    /// that AWS answers are points in time, whose fraction is dropped.
    Text(String),
    Array(Vec<Json>),
    /// Of two members of a name, the later one counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value that a text holds. Deeper ones than 128 levels are refused.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The member of a name, if this is an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let Json::Object(members) = self else { return None };
        members.iter().rev().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// The first member of a name: this object's own before those of what it holds.
    pub(crate) fn inside(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => self
                .get(name)
                .filter(|member| !matches!(member, Json::Null))
                .or_else(|| members.iter().find_map(|(_, member)| member.inside(name))),
            Json::Array(items) => items.iter().find_map(|item| item.inside(name)),
            Json::Null | Json::Text(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Text((value.floor() as i64).to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}
