//! A message of an event stream: what it holds, whatever the order of its headers.
//!
//! The encoding: <https://smithy.io/2.0/aws/amazon-eventstream.html>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The headers in order of their names and the payload, a line each. A text that is no whole message stays as it is.
pub(super) fn content(text: &str) -> String {
    let message = STANDARD.decode(text).ok();
    message.and_then(|message| read(&message)).unwrap_or_else(|| text.into())
}

fn read(message: &[u8]) -> Option<String> {
    let (checked, crc) = message.split_last_chunk::<4>()?;
    let (prelude, rest) = checked.split_first_chunk::<8>()?;
    let (prelude_crc, rest) = rest.split_first_chunk::<4>()?;
    let (total, headers) = prelude.split_first_chunk::<4>()?;
    let (headers, _) = headers.split_first_chunk::<4>()?;
    let (headers, payload) =
        rest.split_at_checked(usize::try_from(u32::from_be_bytes(*headers)).ok()?)?;
    let is_whole = usize::try_from(u32::from_be_bytes(*total)) == Ok(message.len())
        && u32::from_be_bytes(*prelude_crc) == crc32(prelude)
        && u32::from_be_bytes(*crc) == crc32(checked);
    if !is_whole {
        return None;
    }
    let mut lines = headers_of(headers)?;
    lines.sort();
    lines.push(format!("payload {}", STANDARD.encode(payload)));
    Some(lines.join("\n"))
}

/// Name, type and value of each.
fn headers_of(mut rest: &[u8]) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    while let Some((length, after)) = rest.split_first() {
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        let (kind, after) = after.split_first()?;
        let (length, after) = match kind {
            0 | 1 => (0, after),
            2 => (1, after),
            3 => (2, after),
            4 => (4, after),
            5 | 8 => (8, after),
            6 | 7 => {
                let (length, after) = after.split_first_chunk::<2>()?;
                (usize::from(u16::from_be_bytes(*length)), after)
            }
            9 => (16, after),
            _ => return None,
        };
        let (value, after) = after.split_at_checked(length)?;
        let name = String::from_utf8_lossy(name);
        lines.push(format!("{name} (type {kind}) {}", hex::encode(value)));
        rest = after;
    }
    Some(lines)
}

/// CRC-32 as gzip has it (RFC 1952, section 8).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(headers: &[&[u8]], payload: &[u8]) -> Vec<u8> {
        let headers = headers.concat();
        let mut message = Vec::new();
        for length in [16 + headers.len() + payload.len(), headers.len()] {
            message.extend(u32::try_from(length).unwrap().to_be_bytes());
        }
        for part in [&headers[..0], &[&headers[..], payload].concat()] {
            message.extend(part);
            message.extend(crc32(&message).to_be_bytes());
        }
        message
    }

    fn of(message: &[u8]) -> String {
        content(&STANDARD.encode(message))
    }

    const DATE: &[u8] = b"\x05:date\x08\0\0\0\0\0\0\0\x01";
    const SIGNATURE: &[u8] = b"\x04:sig\x06\0\x02\xab\xcd";

    #[test]
    fn the_crc_is_that_of_gzip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn the_order_of_headers_is_of_no_account() {
        let shown = ":date (type 8) 0000000000000001\n:sig (type 6) abcd\npayload aGVsbG8=";
        assert_eq!(of(&message(&[DATE, SIGNATURE], b"hello")), shown);
        assert_eq!(of(&message(&[SIGNATURE, DATE], b"hello")), shown);
    }

    #[test]
    fn what_is_no_whole_message_stays_as_it_is() {
        let good = message(&[DATE], b"hello");
        for at in 0..good.len() {
            let mut broken = good.clone();
            broken[at] ^= 1;
            assert_eq!(of(&broken), STANDARD.encode(&broken), "byte {at}");
            assert_eq!(of(&good[..at]), STANDARD.encode(&good[..at]), "{at} bytes");
        }
        assert_eq!(content("no base64"), "no base64");
    }
}
