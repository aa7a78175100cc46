#include "schemas/journal_checkpoints.h"

#include <algorithm>
#include <utility>

namespace rackproof {
namespace {

constexpr std::string_view kSignature = "\xE2\x80\x94 ";  // what a signature line begins with
constexpr int kHeadLines = 3;

/// Where the line that begins at `at` ends, its newline included; npos = it is torn.
std::size_t past_line(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  return end == std::string_view::npos ? end : end + 1;
}

/// Where the head that begins at `at` ends: after three lines.
std::size_t past_head(std::string_view text, std::size_t at) {
  for (int i = 0; i < kHeadLines && at != std::string_view::npos; ++i) {
    at = past_line(text, at);
  }
  return at;
}

/// Where the signature lines from `at` on end.
std::size_t past_signatures(std::string_view text, std::size_t at) {
  while (at != std::string_view::npos && text.substr(at).starts_with(kSignature)) {
    at = past_line(text, at);
  }
  return at;
}

/// Nothing where the text ends before the checkpoint does.
Result<std::size_t> read_one(std::string_view text, std::size_t from, JournalCheckpoint& one) {
  const auto head_end = past_head(text, from);
  if (head_end == std::string_view::npos || head_end + 1 >= text.size()) {
    return from;
  }
  if (text[head_end] != '\n') {
    return Error{ErrorKind::malformed, "a tree head of more than three lines"};
  }
  const auto end = past_signatures(text, head_end + 1);
  if (end == std::string_view::npos || past_line(text, end) == std::string_view::npos) {
    return from;
  }
  if (text[end] != '\n') {
    return Error{ErrorKind::malformed, "a line among the signatures that is none"};
  }
  auto head = decode_tree_head(text.substr(from, head_end - from));
  if (!head) {
    return std::move(head).error();
  }
  one = {*std::move(head), end > head_end + 1, std::string(text.substr(from, end - from))};
  return end + 1;
}

}  // namespace

std::string checkpoint_entry(std::string_view note) {
  return std::string(note) + "\n";
}

Result<JournalCheckpoints> read_journal_checkpoints(std::string_view text) {
  JournalCheckpoints read;
  while (read.whole_bytes < text.size()) {
    const auto number = "checkpoint " + std::to_string(read.all.size() + 1);
    if (read.all.size() == kMostCheckpoints) {
      return Error{ErrorKind::malformed, number + ": more than any run makes"};
    }
    JournalCheckpoint one;
    const auto end = read_one(text, read.whole_bytes, one);
    if (!end) {
      return end.error().during(number);
    }
    if (*end == read.whole_bytes) {
      break;  // torn
    }
    read.whole_bytes = *end;
    read.all.push_back(std::move(one));
  }
  return read;
}

}  // namespace rackproof
