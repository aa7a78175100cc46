#include "probes/machine/secret_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

/// A pipe that holds `text` and ends after it.
Descriptor holding(std::string_view text) {
  std::array<int, 2> ends{-1, -1};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor writer(ends[1]);
  REQUIRE(::write(writer.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  return Descriptor(ends[0]);
}

/// A terminal and the keyboard of it.
struct Terminal {
  Descriptor keyboard{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
  Descriptor screen;

  Terminal() {
    std::array<char, 128> name{};
    REQUIRE(::grantpt(keyboard.get()) == 0);
    REQUIRE(::unlockpt(keyboard.get()) == 0);
    REQUIRE(::ptsname_r(keyboard.get(), name.data(), name.size()) == 0);
    screen = Descriptor(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(screen.is_open());
  }
  [[nodiscard]] tcflag_t flags() const {
    termios now{};
    REQUIRE(::tcgetattr(screen.get(), &now) == 0);
    return now.c_lflag;
  }
};

/// Asks, types `keys` once asked, and gives what is said and what the screen showed.
std::pair<Result<SecretText>, std::string> asked(const Terminal& terminal,
                                                 const std::string& keys) {
  std::string shown;
  Result<SecretText> answer = Error{};
  {
    const std::jthread person([&terminal, &keys, &shown] {
      std::array<char, 256> piece{};
      while (shown.find("PIN: ") == std::string::npos) {
        const auto got = ::read(terminal.keyboard.get(), piece.data(), piece.size());
        shown.append(piece.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      }
      static_cast<void>(::write(terminal.keyboard.get(), keys.data(), keys.size()));
    });
    answer = ask_secret_at(terminal.screen.get(), "PIN: ");
  }
  std::array<char, 256> rest{};
  const auto got = ::read(terminal.keyboard.get(), rest.data(), rest.size());
  shown.append(rest.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return {std::move(answer), shown};
}

}  // namespace

TEST_CASE("secret text: a line of a descriptor ends at its newline and no byte later",
          "[probes][machine]") {
  const auto pipe = holding("first\r\nsecond\nlast");
  CHECK(read_secret_line(pipe.get()).value().view() == "first");
  CHECK(read_secret_line(pipe.get()).value().view() == "second");
  CHECK(read_secret_line(pipe.get()).value().view() == "last");
  CHECK(read_secret_line(pipe.get()).error().message == "an empty line");
}

TEST_CASE("secret text: an empty, an endless and a shut descriptor are refused",
          "[probes][machine]") {
  CHECK(read_secret_line(holding("\nx").get()).error().message == "an empty line");
  CHECK(read_secret_line(holding(std::string(1025, 'x')).get()).error().message ==
        "longer than 1024 bytes");
  CHECK(read_secret_line(holding(std::string(1024, 'x') + "\n").get()).value().view().size() ==
        1024);
  const auto shut = secret_from(987, "PIN: ");
  REQUIRE_FALSE(shut);
  CHECK(shut.error().message == "descriptor 987: reading: bad file descriptor");
}

TEST_CASE("secret text: what is typed is not shown, and the terminal is as it was before",
          "[probes][machine]") {
  const Terminal terminal;
  const auto before = terminal.flags();
  const auto [answer, shown] = asked(terminal,
                                     "wrom\x7fng\x15"
                                     "12x\b34\n");
  REQUIRE(answer);
  CHECK(answer->view() == "1234");
  CHECK(shown == "PIN: \r\n");
  CHECK(terminal.flags() == before);
  CHECK((before & ECHO) != 0);
}

TEST_CASE("secret text: who gives up types nothing", "[probes][machine]") {
  const Terminal terminal;
  const auto before = terminal.flags();
  const auto [answer, shown] = asked(terminal, "123\x03");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == ErrorKind::denied);
  CHECK(terminal.flags() == before);
}

TEST_CASE("secret text: what is no terminal cannot be asked", "[probes][machine]") {
  CHECK_FALSE(ask_secret_at(holding("x\n").get(), "PIN: "));
}

TEST_CASE("secret text: a PIN file is its owner's alone", "[probes][machine]") {
  const testing::TempDir dir;
  const auto path = dir.write("pin", "1234\n");
  ::chmod(path.c_str(), 0600);
  CHECK(secret_line_of_file(path).value().view() == "1234");
  ::chmod(path.c_str(), 0640);
  CHECK(secret_line_of_file(path).error().message ==
        path + ": is open to others (mode 0640); chmod 600 it");
  CHECK_FALSE(secret_line_of_file(dir.at("none")));
}

TEST_CASE("secret text: what moved away left nothing behind", "[probes][machine]") {
  SecretText first("1234");
  SecretText second(std::move(first));
  CHECK(second.view() == "1234");
  second.clear();
  CHECK(second.view().empty());
  second = SecretText("5678");
  CHECK(second.view() == "5678");
}
