#pragma once

#include <string>
#include <string_view>

#include "reports/seal/signed_note.h"
#include "schemas/result.h"
#include "schemas/tree_head.h"

/// A tree head that a log signed, and witnesses perhaps (C2SP/C2SP: tlog-checkpoint.md).
namespace rackproof::seal {

struct Checkpoint {
  TreeHead head;
  SignedNote note;  ///< Over the head's text.
};

/// Error{malformed} for what is no note, or a note over something else. Believes nobody.
Result<Checkpoint> parse_checkpoint(std::string_view bytes);

/// A whole checkpoint, signed by `key` under the name of the head's origin, which must be a key's
/// name (is_note_key_name()).
Result<std::string> sign_checkpoint(const TreeHead& head, const Signer& key);

}  // namespace rackproof::seal
