#include "tests/support/soft_tpm.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace rackproof::testing {
namespace {

constexpr const char* kVariable = "TPM2TOOLS_TCTI";

}  // namespace

SoftTpm::SoftTpm(Key key) {
  run("swtpm socket --tpm2 --tpmstate dir=. --server type=unixio,path=tpm"
      " --ctrl type=unixio,path=tpm.ctrl --flags not-need-init,startup-clear"
      " --daemon --pid file=pid");
  ::setenv(kVariable, tcti().c_str(), 1);  // NOLINT(concurrency-mt-unsafe): no other thread
  if (key == Key::none) {
    return;
  }
  run("tpm2_createprimary -C e -G ecc256:ecdsa-sha256:null"
      " -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign' -c ak.context");
  run(std::string("tpm2_evictcontrol -C o -c ak.context ") + kHandle);
  run("tpm2_flushcontext --transient-object");
}

SoftTpm::~SoftTpm() {
  ::unsetenv(kVariable);  // NOLINT(concurrency-mt-unsafe): no other thread
  const auto process = std::atoi(read("pid").c_str());  // NOLINT(cert-err34-c): swtpm wrote it
  if (process > 1) {
    ::kill(process, SIGTERM);
  }
}

std::string SoftTpm::tcti() const {
  return "swtpm:path=" + dir_.at("tpm");
}

void SoftTpm::run(const std::string& command) const {
  INFO(command << " (Debian: apt-get install swtpm tpm2-tools)");
  const auto line = "cd " + dir_.path().string() + " && " + command + " >>log 2>&1";
  const auto code = std::system(line.c_str());  // NOLINT(concurrency-mt-unsafe): no other thread
  INFO(read("log"));
  REQUIRE(code == 0);
}

std::string SoftTpm::read(const std::string& file) const {
  std::ifstream stream(dir_.at(file), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace rackproof::testing
