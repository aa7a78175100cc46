#include "tests/support/soft_token.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <sys/stat.h>

namespace rackproof::testing {
namespace {

constexpr const char* kVariable = "SOFTHSM2_CONF";

void run(const std::string& command) {
  INFO(command << " (Debian: apt-get install softhsm2 openssl)");
  // No other thread runs here. NOLINTNEXTLINE(concurrency-mt-unsafe)
  REQUIRE(std::system((command + " >/dev/null 2>&1").c_str()) == 0);
}

}  // namespace

SoftToken::SoftToken() {
  std::filesystem::create_directory(dir_.at("tokens"));
  const auto settings = dir_.write("conf", "directories.tokendir = " + dir_.at("tokens") +
                                               "\nobjectstore.backend = file\nlog.level = ERROR\n");
  ::chmod(dir_.write("pin", "1234\n").c_str(), 0600);
  ::setenv(kVariable, settings.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): no other thread
  run("softhsm2-util --init-token --free --label rack --pin 1234 --so-pin 567890");
  import("ed", "01", "-algorithm ed25519");
  import("p256", "02", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  import("rsa", "03", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  import("twin", "04", "-algorithm ed25519");
  import("twin", "05", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
}

SoftToken::~SoftToken() {
  ::unsetenv(kVariable);  // NOLINT(concurrency-mt-unsafe): no other thread
}

void SoftToken::import(const std::string& label, const std::string& id,
                       const std::string& how) const {
  const auto file = dir_.at(label + ".pem");
  run("openssl genpkey " + how + " -out " + file);
  run("openssl pkey -in " + file + " -pubout -out " + dir_.at(label + ".pub"));
  run("softhsm2-util --import " + file + " --token rack --label " + label + " --id " + id +
      " --pin 1234");
}

std::string SoftToken::module_path() {
  return "/usr/lib/softhsm/libsofthsm2.so";
}

std::string SoftToken::uri(const std::string& names) const {
  return "pkcs11:token=rack;" + names + "?module-path=" + module_path() +
         "&pin-source=file:" + dir_.at("pin");
}

std::string SoftToken::public_pem(const std::string& key) const {
  std::ifstream file(dir_.at(key + ".pub"));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace rackproof::testing
