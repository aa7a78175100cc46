#include "cli/external_files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "reports/external_run.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kEnding = ".jsonl";

/// "run/memory.jsonl" and "run/memory" become "ocptv/memory.jsonl".
Result<std::string> member_of(const std::string& path) {
  auto name = std::filesystem::path(path).filename().string();
  name += name.ends_with(kEnding) ? "" : kEnding;
  auto member = std::string(bundle::kExternal) + "/" + name;
  if (!member_rule(member)) {
    return Error{ErrorKind::malformed,
                 printable(path) +
                     ": no member of a bundle can have this name; give the file one of letters, "
                     "digits, '.', '_' and '-' that begins with a letter or digit"};
  }
  return member;
}

Result<ExternalFile> read_external_file(const std::string& path) {
  auto member = member_of(path);
  if (!member) {
    return std::move(member).error();
  }
  const auto bytes = read_file(path, kMostExternalBytes);
  if (!bytes) {
    return bytes.error();
  }
  auto result = read_external_run(*member, *bytes);
  return result ? Result<ExternalFile>(ExternalFile{path, *std::move(result)})
                : result.error().during(path);
}

/// The bytes of `path`, which must say what `told` does.
Result<std::string> read_unchanged(const std::string& path, const ExternalResult& told) {
  auto bytes = read_file(path, kMostExternalBytes);
  if (!bytes) {
    return bytes;
  }
  const auto found = read_external_run(told.member, *bytes);
  if (!found || *found != told) {
    return Error{ErrorKind::malformed, path + ": has changed since the run began"};
  }
  return bytes;
}

}  // namespace

Result<std::vector<ExternalFile>> read_external_files(const std::vector<std::string>& paths) {
  if (paths.size() > kMostExternalRuns) {
    return Error{ErrorKind::malformed, "--ocptv: " + std::to_string(paths.size()) +
                                           " files, at most " + std::to_string(kMostExternalRuns) +
                                           " are taken"};
  }
  std::vector<ExternalFile> files;
  for (const auto& path : paths) {
    auto file = read_external_file(path);
    if (!file) {
      return std::move(file).error();
    }
    files.push_back(*std::move(file));
  }
  const auto member = [](const ExternalFile& file) { return file.result.member; };
  std::ranges::sort(files, {}, member);
  const auto twice = std::ranges::adjacent_find(files, {}, member);
  if (twice != files.end()) {
    return Error{ErrorKind::malformed,
                 twice->path + ": another file of --ocptv has the same name; rename one of them"};
  }
  return files;
}

std::vector<ExternalResult> results_of(const std::vector<ExternalFile>& files) {
  std::vector<ExternalResult> results;
  results.reserve(files.size());
  for (const auto& file : files) {
    results.push_back(file.result);
  }
  return results;
}

Result<void> keep_external_files(const std::vector<ExternalFile>& files, const std::string& state) {
  for (const auto& file : files) {
    const auto bytes = read_unchanged(file.path, file.result);
    if (!bytes) {
      return bytes.error();
    }
    if (auto made = make_directories(state + "/" + bundle::kExternal); !made) {
      return made;
    }
    if (auto written = write_file(state + "/" + file.result.member, *bytes); !written) {
      return written;
    }
  }
  return {};
}

Result<void> check_kept_files(const std::vector<ExternalResult>& results,
                              const std::string& state) {
  for (const auto& result : results) {
    if (!member_rule(result.member)) {
      return Error{ErrorKind::malformed,
                   printable(result.member) + ": no bundle has such a member"};
    }
    if (const auto bytes = read_unchanged(state + "/" + result.member, result); !bytes) {
      return bytes.error();
    }
  }
  return {};
}

Result<void> add_kept_files(const std::vector<ExternalResult>& results, BundleWriter& writer) {
  for (const auto& result : results) {
    const auto bytes = read_unchanged(writer.state() + "/" + result.member, result);
    if (!bytes) {
      return bytes.error();
    }
    if (auto written = writer.write(result.member, *bytes); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace rackproof
