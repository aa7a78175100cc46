#include "schemas/tree_head.h"

#include <algorithm>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

Error malformed(const std::string& why) {
  return {ErrorKind::malformed, why};
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20U; });
}

}  // namespace

std::string encode_tree_head(const TreeHead& head) {
  return head.origin + "\n" + std::to_string(head.tree.size) + "\n" + to_base64(head.tree.root) +
         "\n";
}

Result<std::uint64_t> parse_log_number(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') {
    return malformed("a number with leading zeros, '" + printable(text, 40) + "'");
  }
  return parse_unsigned(text);
}

Result<TreeHead> decode_tree_head(std::string_view text) {
  if (text.empty() || text.back() != '\n') {
    return malformed("a checkpoint's text ends with a newline");
  }
  const auto parts = lines(text);
  if (parts.size() != 3) {
    return malformed("a checkpoint has three lines, origin, size and root, not " +
                     std::to_string(parts.size()));
  }
  TreeHead head;
  head.origin = std::string(parts[0]);
  if (head.origin.empty() || !is_utf8(head.origin) || has_control_characters(head.origin)) {
    return malformed("a checkpoint's origin is a line of text");
  }
  const auto size = parse_log_number(parts[1]);
  if (!size) {
    return size.error().during("size of the tree");
  }
  if (*size == 0) {
    return malformed("a checkpoint of size 0 holds nothing");
  }
  const auto root = digest_from_base64(parts[2]);
  if (!root) {
    return root.error().during("root of the tree");
  }
  head.tree = {*size, *root};
  return head;
}

}  // namespace rackproof
