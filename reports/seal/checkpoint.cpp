#include "reports/seal/checkpoint.h"

#include <utility>

#include "schemas/encoding.h"

namespace rackproof::seal {

Result<Checkpoint> parse_checkpoint(std::string_view bytes) {
  auto note = parse_signed_note(bytes);
  if (!note) {
    return std::move(note).error();
  }
  auto head = decode_tree_head(note->text);
  if (!head) {
    return std::move(head).error();
  }
  return Checkpoint{*std::move(head), *std::move(note)};
}

Result<std::string> sign_checkpoint(const TreeHead& head, const Signer& key) {
  if (!is_note_key_name(head.origin)) {
    return Error{ErrorKind::malformed,
                 "'" + printable(head.origin, 80) + "' cannot be the name of a key"};
  }
  const auto text = encode_tree_head(head);
  auto signature = note_signature(text, head.origin, key);
  return signature ? Result<std::string>(text + "\n" + *signature) : signature;
}

}  // namespace rackproof::seal
