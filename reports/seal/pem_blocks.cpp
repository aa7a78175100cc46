#include "reports/seal/pem_blocks.h"

#include <algorithm>
#include <utility>

#include "reports/seal/pem.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kLineDigits = 64;

Error malformed(std::string message) {
  return {ErrorKind::malformed, std::move(message)};
}

std::string boundary(std::string_view word, std::string_view label) {
  return "-----" + std::string(word) + " " + std::string(label) + "-----";
}

Error not_a_block(std::string_view rest, std::string_view label) {
  const auto found = pem_label(rest);
  if (rest.starts_with("-----BEGIN ") && found.find(kPrivateLabel) != std::string_view::npos) {
    return malformed("holds a private key; it must never leave its owner's file");
  }
  return malformed("expected a PEM block '" + std::string(label) + "' and nothing else, found '" +
                   printable(rest.substr(0, rest.find('\n')), 40) +
                   "' (openssl: -notext, and no other kind of block)");
}

/// Takes the block at the front of `rest`.
Result<std::string> take_block(std::string_view& rest, std::string_view label) {
  const auto begin = boundary("BEGIN", label);
  const auto end = boundary("END", label);
  if (!rest.starts_with(begin)) {
    return not_a_block(rest, label);
  }
  rest.remove_prefix(begin.size());
  const auto at = rest.find(end);
  if (at == std::string_view::npos) {
    return malformed("a PEM block '" + std::string(label) + "' that does not end");
  }
  std::string digits(rest.substr(0, at));
  rest = trim(rest.substr(at + end.size()));
  digits.erase(
      std::remove_if(digits.begin(), digits.end(), [](char c) { return c == '\n' || c == '\r'; }),
      digits.end());
  auto der = from_base64(digits);
  if (!der || der->empty()) {
    return malformed("a PEM block '" + std::string(label) + "' that is not base64");
  }
  return der;
}

}  // namespace

Result<std::vector<std::string>> pem_blocks(std::string_view text, std::string_view label,
                                            const PemLimits& limits) {
  if (text.size() > limits.bytes) {
    return Error{ErrorKind::out_of_range, "more than " + std::to_string(limits.bytes) + " bytes"};
  }
  std::vector<std::string> blocks;
  auto rest = trim(text);
  do {
    if (blocks.size() == limits.blocks) {
      return Error{ErrorKind::out_of_range,
                   "more than " + std::to_string(limits.blocks) + " blocks"};
    }
    auto block = take_block(rest, label);
    if (!block) {
      return std::move(block).error();
    }
    blocks.push_back(*std::move(block));
  } while (!rest.empty());
  return blocks;
}

std::string pem_block(std::string_view der, std::string_view label) {
  const auto digits = to_base64(der);
  auto text = boundary("BEGIN", label) + "\n";
  for (std::size_t at = 0; at < digits.size(); at += kLineDigits) {
    text += digits.substr(at, kLineDigits) + "\n";
  }
  return text + boundary("END", label) + "\n";
}

}  // namespace rackproof::seal
