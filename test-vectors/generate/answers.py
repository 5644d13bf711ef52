"""What each op is answered by the oracles in plain Python."""

import chunked
import eventstream
import postpolicy
import sigv4
import sigv4a

ANSWER = sigv4.ANSWER | {
    "sign_chunks": chunked.sign_chunks,
    "sign_events": eventstream.sign_events,
    "sign_post_policy": postpolicy.sign_post_policy,
    "sign_v4a": sigv4a.sign,
    "presign_v4a": sigv4a.presign,
    "derive_key_v4a": sigv4a.derive_key,
}
