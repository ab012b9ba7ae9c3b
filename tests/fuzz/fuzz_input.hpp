#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hapmill::fuzz {

/// A text as a regular file in memory, which the destructor removes.
class TextFile {
 public:
  explicit TextFile(std::string_view text);
  ~TextFile();
  TextFile(TextFile const&) = delete;
  TextFile& operator=(TextFile const&) = delete;

  std::string path() const;

 private:
  int fd_;
};

/// A text of at most 64 KiB as a stream: a pipe that contains it and has no writer.
class TextPipe {
 public:
  explicit TextPipe(std::string_view text);
  ~TextPipe();
  TextPipe(TextPipe const&) = delete;
  TextPipe& operator=(TextPipe const&) = delete;

  std::string path() const;

  static constexpr std::size_t max_bytes = 64U << 10;

 private:
  int fd_;
};

/// Reads choices from the start of the fuzzer's bytes; the rest is text.
class Choices {
 public:
  Choices(std::uint8_t const* data, std::size_t size)
      : text_{reinterpret_cast<char const*>(data), size} {}

  /// Returns a number below `bound`; 0 if no byte is left.
  std::size_t below(std::size_t bound) {
    if (text_.empty()) return 0;
    auto const byte = static_cast<unsigned char>(text_.front());
    text_.remove_prefix(1);
    return byte % bound;
  }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Aborts, which the fuzzer reports as a finding, unless `holds`.
void expect(bool holds, char const* what);

}  // namespace hapmill::fuzz
