#include "certsuite/architectures/find.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "certsuite/architectures/builtin.h"
#include "probes/machine/output_file.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

constexpr std::string_view kSuffix = ".toml";

bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(kSuffix);
}

const BuiltinReference* builtin_named(std::string_view id) {
  const auto builtins = builtin_references();
  const auto found = std::ranges::find(builtins, id, &BuiltinReference::id);
  return found != builtins.end() ? &*found : nullptr;
}

ReferenceText text_of(const BuiltinReference& builtin) {
  return {std::string(builtin.id) + std::string(kSuffix), std::string(builtin.text)};
}

Result<ReferenceText> read_reference_file(const std::string& file) {
  auto text = read_file(file, kTomlLimit);
  if (!text) {
    return std::move(text).error();
  }
  return ReferenceText{file, std::move(text).value()};
}

Error no_such_name(std::string_view name) {
  std::vector<std::string> ids;
  std::string all;
  for (const auto& builtin : builtin_references()) {
    ids.emplace_back(builtin.id);
    all += (all.empty() ? "" : ", ") + std::string(builtin.id);
  }
  return Error{ErrorKind::absent, "no reference is called '" + printable(name) + "'" +
                                      did_you_mean(name, ids) + "; built in: " + all +
                                      "; a file is given with its path or as NAME.toml"};
}

}  // namespace

Result<ReferenceText> find_reference_text(const std::string& name_or_file) {
  if (is_path(name_or_file)) {
    return read_reference_file(name_or_file);
  }
  const auto* builtin = builtin_named(name_or_file);
  if (builtin == nullptr) {
    return no_such_name(name_or_file);
  }
  return text_of(*builtin);
}

ReferenceLookup lookup_beside(const std::string& file) {
  const auto slash = file.rfind('/');
  const auto directory = slash == std::string::npos ? "" : file.substr(0, slash + 1);
  return [directory](std::string_view id) -> Result<ReferenceText> {
    if (const auto* builtin = builtin_named(id)) {
      return text_of(*builtin);
    }
    if (id.find('/') != std::string_view::npos) {
      return Error{ErrorKind::malformed, "an id has no '/'"};
    }
    return read_reference_file(directory + std::string(id) + std::string(kSuffix));
  };
}

Result<ResolvedReference> find_reference(const std::string& name_or_file) {
  auto document = find_reference_text(name_or_file);
  if (!document) {
    return std::move(document).error();
  }
  return load_reference(*document, lookup_beside(document->file));
}

}  // namespace rackproof
