#pragma once

#include <cstring>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/toolchains/host_compiler.h"
#include "certsuite/workloads/corpus.h"
#include "probes/machine/library.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// The first C compiler of this host; the tests of the compile corpus need one.
inline HostCompiler any_compiler() {
  const auto compilers = find_host_compilers({});
  REQUIRE_FALSE(compilers.empty());
  return compilers.front();
}

/// Compiles `text` as a unit into `dir` and gives the path of the library.
inline std::string compiled(const TempDir& dir, const std::string& name, std::string_view text) {
  CompileJob job;
  job.source = dir.write(name + ".c", text);
  job.output = dir.at(name + ".so");
  job.directory = dir.path().string();
  job.flags = {"-O2"};
  const auto result = compile(any_compiler(), job, {});
  REQUIRE(result);
  INFO(result->why);
  REQUIRE(result->status == CompileStatus::ok);
  return job.output;
}

/// What the unit of that text puts out for one case, run once on this thread.
inline CorpusBytes output_of(const CorpusUnit& unit, const CorpusCase& one) {
  const TempDir dir;
  const auto library = Library::open(compiled(dir, unit.name, unit.text));
  REQUIRE(library);
  const auto function = library->symbol<void (*)(const void*, void*, void*)>("rackproof_unit");
  REQUIRE(function);
  CorpusBytes output(one.output_bytes);
  CorpusBytes scratch(kCorpusScratch);
  (*function)(one.input.data(), output.data(), scratch.data());
  return output;
}

/// The float at `index` of an output, changed.
template <typename Change>
CorpusBytes with_float(CorpusBytes output, std::size_t index, Change change) {
  float value = 0;
  std::memcpy(&value, output.data() + index * sizeof(float), sizeof value);
  value = change(value);
  std::memcpy(output.data() + index * sizeof(float), &value, sizeof value);
  return output;
}

}  // namespace rackproof::testing
