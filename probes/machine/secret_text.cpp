#include "probes/machine/secret_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/os_error.h"
#include "probes/machine/secret_file.h"

namespace rackproof {
namespace {

constexpr const char* kTerminal = "/dev/tty";

// What keys send where the line discipline is off (termios(3), "Special characters").
constexpr char kInterrupt = 0x03;
constexpr char kEnd = 0x04;
constexpr char kBackspace = 0x08;
constexpr char kKillLine = 0x15;
constexpr char kDelete = 0x7f;

/// One byte; nothing at the end of the input.
Result<std::optional<char>> next_byte(int descriptor) {
  char letter = 0;
  while (true) {
    const auto got = ::read(descriptor, &letter, 1);
    if (got == 1) {
      return std::optional(letter);
    }
    if (got == 0) {
      return std::optional<char>();
    }
    if (errno != EINTR) {
      return os_error("reading", errno);
    }
  }
}

Error too_long() {
  return {ErrorKind::malformed, "longer than " + std::to_string(SecretText::kLimit) + " bytes"};
}

/// Keys are read one by one and not shown; put back as it was at destruction. Signals by key are
/// off as well: whoever ended the program then would be left at a terminal that shows nothing.
class Unseen {
 public:
  explicit Unseen(int terminal) : terminal_(terminal) {
    works_ = ::tcgetattr(terminal_, &before_) == 0;
    auto unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG);
    unseen.c_cc[VMIN] = 1;
    unseen.c_cc[VTIME] = 0;
    works_ = works_ && ::tcsetattr(terminal_, TCSADRAIN, &unseen) == 0;
  }
  ~Unseen() {
    if (works_) {
      ::tcsetattr(terminal_, TCSADRAIN, &before_);
    }
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  Unseen(Unseen&&) = delete;
  Unseen& operator=(Unseen&&) = delete;

  [[nodiscard]] bool works() const { return works_; }

 private:
  int terminal_;
  termios before_{};
  bool works_ = false;
};

Result<void> write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return os_error("asking", errno);
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return {};
}

enum class Typed { more, line, given_up, too_long };

Typed type(SecretText& text, std::optional<char> letter) {
  if (!letter || *letter == kInterrupt || (*letter == kEnd && text.view().empty())) {
    return Typed::given_up;
  }
  switch (*letter) {
    case '\n':
    case '\r':
    case kEnd:
      return Typed::line;
    case kBackspace:
    case kDelete:
      text.remove_last();
      return Typed::more;
    case kKillLine:
      text.clear();
      return Typed::more;
    default:
      return text.append(*letter) ? Typed::more : Typed::too_long;
  }
}

Result<SecretText> typed_line(int terminal) {
  SecretText text;
  for (auto typed = Typed::more; typed != Typed::line;) {
    const auto letter = next_byte(terminal);
    if (!letter) {
      return letter.error();
    }
    typed = type(text, *letter);
    if (typed == Typed::given_up) {
      return Error{ErrorKind::denied, "nothing was typed"};
    }
    if (typed == Typed::too_long) {
      return too_long();
    }
  }
  return text;
}

Result<SecretText> whole_line(SecretText text) {
  if (text.view().ends_with('\r')) {
    text.remove_last();
  }
  if (text.view().empty()) {
    return Error{ErrorKind::malformed, "an empty line"};
  }
  return text;
}

}  // namespace

SecretText::SecretText() : bytes_(std::make_unique<Bytes>()) {}

SecretText::SecretText(std::string_view text) : SecretText() {
  bytes_->length = std::min(text.size(), kLimit);
  std::copy_n(text.begin(), bytes_->length, bytes_->text.begin());
}

SecretText::~SecretText() {
  wipe();
}

SecretText& SecretText::operator=(SecretText&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

void SecretText::wipe() {
  if (bytes_) {
    ::explicit_bzero(bytes_->text.data(), bytes_->text.size());
    bytes_->length = 0;
  }
}

std::string_view SecretText::view() const {
  return bytes_ ? std::string_view(bytes_->text.data(), bytes_->length) : std::string_view();
}

bool SecretText::append(char letter) {
  if (!bytes_ || bytes_->length == kLimit) {
    return false;
  }
  bytes_->text[bytes_->length++] = letter;
  return true;
}

void SecretText::remove_last() {
  if (bytes_ && bytes_->length > 0) {
    bytes_->text[--bytes_->length] = '\0';
  }
}

void SecretText::clear() {
  wipe();
}

Result<SecretText> read_secret_line(int descriptor) {
  SecretText text;
  while (true) {
    const auto letter = next_byte(descriptor);
    if (!letter) {
      return letter.error();
    }
    if (!letter->has_value() || **letter == '\n') {
      return whole_line(std::move(text));
    }
    if (!text.append(**letter)) {
      return too_long();
    }
  }
}

Result<SecretText> ask_secret_at(int terminal, std::string_view prompt) {
  const Unseen unseen(terminal);
  if (!unseen.works()) {
    return os_error("hiding what is typed", errno);
  }
  if (auto asked = write_all(terminal, prompt); !asked) {
    return std::move(asked).error();
  }
  auto text = typed_line(terminal);
  static_cast<void>(write_all(terminal, "\n"));  // the answer counts, not how it looks
  return text;
}

Result<SecretText> secret_from(const std::optional<int>& descriptor, const std::string& prompt) {
  if (descriptor) {
    auto line = read_secret_line(*descriptor);
    return line ? std::move(line)
                : std::move(line).error().during("descriptor " + std::to_string(*descriptor));
  }
  const Descriptor terminal(::open(kTerminal, O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.is_open()) {
    return Error{ErrorKind::denied, prompt + "there is no terminal to ask at"};
  }
  return ask_secret_at(terminal.get(), prompt);
}

Result<SecretText> secret_line_of_file(const std::string& path) {
  const auto file = open_secret_file(path);
  if (!file) {
    return file.error();
  }
  auto line = read_secret_line(file->get());
  return line ? std::move(line) : std::move(line).error().during(path);
}

}  // namespace rackproof
